"""Any document is read as its text says, or refused with a place."""

import json

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import DiagnosticLog, OpgenError, Severity
from generator.document.document import load

_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t'\":#-{}[]&*!|> ")
    ),
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), inner, max_size=4
        )
    ),
    max_leaves=25,
)


def _leaves(value, pointer=()):
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*pointer, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*pointer, str(index)))
    else:
        yield pointer, value


@settings(deadline=None, max_examples=150)
@given(tree=_TREES, indent=st.sampled_from([None, 1, 4]), ascii_only=st.booleans())
def test_json_round_trip_and_positions(tmp_path_factory, tree, indent, ascii_only):
    path = tmp_path_factory.mktemp("json") / "a.json"
    text = json.dumps({"": tree}, indent=indent, ensure_ascii=ascii_only)
    path.write_text(text, encoding="utf-8", newline="")
    document = load(path, DiagnosticLog())
    assert document.data == {"": tree}
    lines = text.split("\n")
    for pointer, value in _leaves(document.data):
        place = document.locate(pointer)
        rest = lines[place.line - 1][place.column - 1 :]
        assert rest.startswith(json.dumps(value, ensure_ascii=ascii_only)), pointer


@example(tree="0E0", flow=None, unicode=False)
@settings(deadline=None, max_examples=150)
@given(tree=_TREES, flow=st.sampled_from([None, False, True]), unicode=st.booleans())
def test_yaml_round_trip_and_positions(tmp_path_factory, tree, flow, unicode):
    path = tmp_path_factory.mktemp("yaml") / "a.yaml"
    text = yaml.safe_dump(
        {"root": tree}, default_flow_style=flow, allow_unicode=unicode, sort_keys=False, width=60
    )
    path.write_text(text, encoding="utf-8", newline="")
    log = DiagnosticLog()
    document = load(path, log)
    expected = yaml.safe_load(text)
    assert _same(document.data, expected)
    lines = text.split("\n")
    for pointer, value in _leaves(document.data):
        place = document.locate(pointer)
        rest = lines[place.line - 1][place.column - 1 :]
        if isinstance(value, str) and value and value.isalnum() and value.isascii():
            key = pointer[-1]
            assert rest.lstrip("'\"? ").startswith((value[:5], key[:5])), (pointer, rest)


def _same(ours, theirs):
    """Equal, but for what YAML 1.1 takes for another type than 1.2 does."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return list(ours) == [str(key) for key in theirs] and all(
            _same(ours[str(key)], value) for key, value in theirs.items()
        )
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if isinstance(theirs, str) and isinstance(ours, float):  # such as 0E0
        return float(theirs) == ours
    return ours == theirs


_YAMLISH = st.lists(
    st.sampled_from("ax:-\n \t[]{},'\"|>#?%@.\\\r\x00\x85\u2028\ufeff10~\U0001f600")
    | st.sampled_from([": ", "\n- ", "\n  ", "&x ", "*x", "!t ", "!!int ", "<<: ", "---\n"]),
    max_size=30,
).map("".join)


@example(content=b"\r(: &0 &0", name="a.yaml")
@settings(deadline=None, max_examples=400)
@given(content=st.one_of(st.binary(max_size=60), _YAMLISH.map(str.encode)),
       name=st.sampled_from(["a.yaml", "a.json"]))  # fmt: skip
def test_any_bytes_are_read_or_refused_with_a_place(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    log = DiagnosticLog()
    try:
        document = load(path, log)
    except OpgenError as error:
        found = error.diagnostics
        assert any(one.severity is Severity.ERROR for one in found)
    else:
        found = log.diagnostics
        for pointer, _ in _leaves(document.data):
            assert document.locate(pointer).line >= 1
    for one in found:
        assert one.location is not None
        assert all(line.isprintable() for line in one.render().split("\n"))
