"""Members, arguments and classes that the document marks as deprecated say so."""

import inspect
import warnings

import pytest
from support.documents import document_of, operation, ref, thing
from support.schema_packages import generated, made

STRING = {"type": "string"}
OLD = {"type": "string", "deprecated": True, "description": "Use `now` instead"}
SCHEMAS = {
    "Reply": thing(
        was=OLD,
        now=STRING,
        bare={"type": "string", "deprecated": True},
        said={**OLD, "description": "*Deprecated* since May."},
        wrapped={"allOf": [ref("Inner")], "deprecated": True},
        branch={"allOf": [ref("Inner"), {"deprecated": True}]},
        referred={**ref("Inner"), "deprecated": True},
        old=ref("Old"),
    ),
    "Inner": thing(a=STRING),
    "Old": {**thing(a=STRING), "deprecated": True, "description": "An old object."},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    sort = {"name": "sort", "in": "query", "deprecated": True, "schema": STRING}
    size = {"name": "size", "in": "query", "schema": {"type": "integer", "deprecated": True}}
    trace = {"name": "X-Trace", "in": "header", "deprecated": True, "description": "An ID.",
             "schema": STRING}  # fmt: skip
    described = operation(sort, size, trace, body=ref("Reply"), reply=ref("Reply"))
    return generated(tmp_path_factory.mktemp("deprecated"), document_of(described, SCHEMAS))


def test_the_docstring_of_a_function_marks_its_arguments(package):
    text = inspect.cleandoc(package.do.__doc__)
    assert "    sort: Deprecated.\n" in text
    assert "    size: Deprecated.\n" in text
    assert "    x_trace: Deprecated. An ID.\n" in text
    assert "    was: Deprecated. Use `now` instead\n" in text
    assert "    said: *Deprecated* since May.\n" in text
    assert "    now:" not in text


def test_the_attributes_of_a_model_are_marked(package):
    fields = package.components.Reply.model_fields
    marked = {name for name, one in fields.items() if one.deprecated}
    assert marked == {"was", "bare", "said", "wrapped", "branch", "referred"}
    source = inspect.getsource(package.components)
    assert '    """Deprecated. Use `now` instead"""' in source
    assert '    """*Deprecated* since May."""' in source


def test_the_class_of_a_deprecated_schema_is_marked(package):
    assert package.components.Old.__doc__ == "Deprecated. An old object."
    assert "eprecated" not in (package.components.Inner.__doc__ or "")
    assert package.params.Old.__doc__ == "Deprecated. An old object."


def test_only_reading_a_deprecated_attribute_warns(package):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one = package.components.Reply.model_validate({"was": "x", "now": "y"})
        assert repr(one).startswith("Reply(was='x', now='y'")
        assert one.model_dump(exclude_unset=True) == {"was": "x", "now": "y"}
        assert one == one.model_copy()
    with pytest.warns(DeprecationWarning, match="The service marks `was` as deprecated"):
        assert one.was == "x"


def test_a_renamed_attribute_keeps_its_alias(tmp_path):
    package, _ = made(tmp_path, reply=ref("A"), A=thing(**{"old-name": OLD}))
    with pytest.warns(DeprecationWarning, match="old_name"):
        assert package.components.A.model_validate({"old-name": "x"}).old_name == "x"


def test_an_argument_is_described_by_its_schema(tmp_path):
    version = {**STRING, "description": "Version of the API", "default": "2.1"}
    parameters = [
        {"name": "api_version", "in": "query", "schema": ref("Version")},
        {"name": "size", "in": "query", "schema": {**STRING, "description": "How many"}},
        {"name": "own", "in": "query", "description": "Its own", "schema": ref("Version")},
    ]
    document = document_of(operation(*parameters), {"Version": version})
    text = inspect.cleandoc(generated(tmp_path, document).do.__doc__)
    assert '    api_version: Version of the API. The service\'s default: `"2.1"`.\n' in text
    assert "    size: How many\n" in text
    assert text.endswith('    own: Its own. The service\'s default: `"2.1"`.')
