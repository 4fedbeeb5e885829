"""Types of several groups: a folder of modules, each imported when it is needed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import documents
from support.documents import STRING, ref, thing
from support.packages import load
from support.processes import BIN, python, run

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from generator.types.definition_order import depth_first, in_order, recursive
from generator.types.module_placement import place
from generator.write.package import compare, write_package

PAIR = {f"Pair{n}": thing(node=ref("Node"), colour=ref("Colour")) for n in range(5)}
SCHEMAS = {
    "Colour": {"enum": ["red", "green"]},
    "Node": thing(children={"type": "array", "items": ref("Node")}, json=ref("Json")),
    "Json": {"anyOf": [STRING, {"type": "array", "items": ref("Json")}]},
    **PAIR,
    "Few": thing(node=ref("Node")),
    # These two hold each other; the union between them is no class.
    "Left": {**thing(kind={"const": "left"}, other=ref("Either")), "required": ["kind"]},
    "Right": {**thing(kind={"const": "right"}, other=ref("Either")), "required": ["kind"]},
    "Either": {"oneOf": [ref("Left"), ref("Right")]},
    "Alpha": thing(**{f"p{n}": ref(f"Pair{n}") for n in range(5)}, either=ref("Either")),
    "Beta": thing(**{f"p{n}": ref(f"Pair{n}") for n in range(5)}, few=ref("Few")),
    "Gamma": thing(few=ref("Few")),
}
GROUPS = {"alpha": "Alpha", "beta": "Beta", "gamma": "Gamma"}


def document(groups: dict[str, str], schemas: dict[str, object]) -> dict[str, object]:
    """Each group has one operation, which is sent a schema and answers with it; one has none."""

    def operation(group: str, name: str) -> dict[str, object]:
        return documents.operation(body=ref(name), reply=ref(name), name=f"do {group}")

    paths = {f"/{group}": {"post": operation(group, name)} for group, name in groups.items()}
    paths["/nothing"] = {"get": {"operationId": "nothing", "responses": {"204": {}}}}
    return documents.document(paths, schemas)


def files(folder: Path, groups: dict[str, str] | None = None, only=(), **schemas: object):
    spec = folder / "document.json"
    spec.write_text(json.dumps(document(groups or GROUPS, {**SCHEMAS, **schemas})))
    options = Options(spec=spec, output=folder / "client", groups=only, all=not only)
    return pipeline.generate(options, DiagnosticLog()).files


def write(folder: Path, made) -> Path:
    write_package(made, folder / "client", DiagnosticLog())
    return folder / "client"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("several")
    return write(folder, files(folder))


def modules(made, folder: str) -> set[str]:
    return {Path(name).stem for name in made if name.startswith(f"{folder}/")} - {"__init__"}


def test_a_module_for_each_group_for_a_pair_that_shares_much_and_for_the_rest(tmp_path):
    made = files(tmp_path)
    # `gamma` and `beta` share one schema: too little for a file; `nothing` has no types
    assert modules(made, "components") == {"alpha", "alpha_and_beta", "beta", "gamma", "shared"}
    # Request bodies are arguments: those of `beta` and `gamma` need no types of their own.
    assert modules(made, "params") == {"alpha", "alpha_and_beta", "shared"}
    shared = made["components/shared.py"].decode()
    assert '\n"""The types of responses that several groups use.' in shared
    assert "class Node(Model):" in shared
    assert "class Few(Model):" in shared
    pair = made["components/alpha_and_beta.py"].decode()
    assert '\n"""The types of responses that the groups `alpha` and `beta` use.' in pair
    assert "from .shared import Node" in pair
    assert "Colour: TypeAlias" in pair


def test_one_group_keeps_plain_files(tmp_path):
    made = files(tmp_path, only=("alpha",))
    assert {"components.py", "params.py"} <= made.keys()
    assert not any(name.startswith(("components/", "params/")) for name in made)


def test_groups_without_types(tmp_path):
    package = load(write(tmp_path, files(tmp_path, only=("nothing",))))
    assert package.nothing.request().url_path == "/nothing"
    assert not hasattr(package.components, "Node")


def test_a_name_is_in_components_whatever_its_module(client):
    package = load(client)
    assert {"Alpha", "Colour", "Few", "Json", "Pair4"} <= set(package.components.__all__)
    assert package.components.__all__ == sorted(package.components.__all__)
    assert dir(package.components) == package.components.__all__
    for name in package.components.__all__:
        assert getattr(package.components, name) is not None
    for name in package.params.__all__:
        assert getattr(package.params, name) is not None
    with pytest.raises(AttributeError, match=r"components' has no attribute 'Alhpa'"):
        package.components.Alhpa  # noqa: B018


def test_types_of_several_modules_read_as_one(client):
    components = load(client).components
    read = components.Alpha.model_validate_json(
        '{"p0": {"node": {"children": [{"json": ["a", ["b"]]}]}, "colour": "red"},'
        ' "either": {"kind": "left", "other": {"kind": "right", "other": {"kind": "left"}}}}'
    )
    assert isinstance(read.p0.node.children[0], components.Node)
    assert read.p0.node.children[0].json_ == ["a", ["b"]]
    assert isinstance(read.either.other.other, components.Left)


def test_what_holds_itself_is_quoted_and_nothing_else(client):
    alpha = (client / "components/alpha.py").read_text()
    assert "either: Either | None = None" in alpha
    assert 'other: "Either | None" = None' in alpha
    assert "from __future__" not in alpha
    assert 'children: "list[Node] | None" = None' in (client / "components/shared.py").read_text()


def test_a_call_imports_the_modules_that_it_needs(client):
    code = (
        "import sys; from client import gamma; gamma.do_gamma.request(few={'node': {}})\n"
        "from client import components; components.Gamma.model_validate_json('{}')\n"
        "print(*(name for name in sys.modules if name.startswith(('client.c', 'client.p'))))"
    )
    assert set(python("-c", code, cwd=client.parent).stdout.split()) == {
        "client.components",
        "client.components.gamma",
        "client.components.shared",
        "client.params",  # none of its modules: nothing at run time asks what a dictionary holds
    }


@pytest.mark.slow
@pytest.mark.external
def test_the_checkers_follow_the_names(client):
    folder = client.parent
    (folder / "use.py").write_text(
        "from client import components, do_alpha, params\n\n"
        "node: params.Node = {'children': [{'json': ['a']}]}\n"
        "pair: params.Pair0 = {'node': node, 'colour': 'red'}\n"
        "colour: components.Colour = 'red'\n"
        "found = do_alpha(p0=pair).p0\n"
        "assert found is not None and found.node is not None\n"
        "reveal_type(found.node)\n"
    )
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    strict = ["--strict", "--config-file=", "--no-color-output", f"--cache-dir={folder}/.mypy"]
    done = run(BIN / "mypy", *strict, "client", "use.py", cwd=folder)
    assert 'Revealed type is "client.components.shared.Node"' in done.stdout
    assert "Success" in done.stdout
    judge = (BIN / "pyright", "--outputjson", "--pythonpath", sys.executable)
    done = run(*judge, cwd=folder, exits=None)
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert [one["message"] for one in found] == ['Type of "found.node" is "Node"']


def test_the_folder_goes_when_one_group_is_left_and_comes_again(tmp_path):
    all_groups, one = files(tmp_path), files(tmp_path, only=("alpha",))
    client = write(tmp_path, all_groups)
    assert compare(all_groups, client).differences == ()
    kinds = {found.path: found.kind for found in compare(one, client).differences}
    assert kinds["components/alpha.py"] == "unexpected"
    assert kinds["components.py"] == "missing"
    write(tmp_path, one)
    assert compare(one, client).differences == ()
    assert not (client / "components").exists()
    write(tmp_path, all_groups)
    assert compare(all_groups, client).differences == ()
    assert not (client / "components.py").exists()


def test_names_of_modules_give_way_to_all_others(tmp_path):
    groups = {"shared": "Alpha", "annotations": "Beta", "import-module": "Gamma", "数": "数"}
    made = files(tmp_path, groups, 数=thing(数=ref("Few"), x=ref("数")))
    assert modules(made, "components") == {
        "shared", "annotations_", "annotations_and_shared", "import_module_", "数", "shared_"
    }  # fmt: skip
    package = load(write(tmp_path, made))
    for name in package.components.__all__:
        assert hasattr(getattr(package.components, name), "__module__")
    read = package.components.N数.model_validate_json('{"数": {"node": {}}, "x": {"x": {}}}')
    assert isinstance(read.x.x, package.components.N数)


def test_a_pair_of_groups_cannot_be_taken_for_another():
    users = {f"A{n}": frozenset({"a", "b_and_c"}) for n in range(5)}
    users |= {f"B{n}": frozenset({"a_and_b", "c"}) for n in range(5)}
    users |= {"C": frozenset({"a_and_b_and_c"})}
    found = place(users, ["a", "b_and_c", "a_and_b", "c", "a_and_b_and_c"])
    assert [(one.module, len(one.names)) for one in found] == [
        ("a_and_b_and_c", 1),
        ("a_and_b_and_c_", 5),
        ("a_and_b_and_c__", 5),
    ]


def test_two_groups_have_nothing_but_the_shared_module_between_them():
    users = {f"A{n}": frozenset({"a", "b"}) for n in range(9)}
    assert [one.module for one in place(users, ["a", "b"])] == ["shared"]


graphs = st.dictionaries(
    st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh"), max_size=4), min_size=1
).map(lambda graph: {name: found & graph.keys() for name, found in graph.items()})


@given(graph=graphs, wanted=st.sets(st.sampled_from("abcdefgh")))
def test_aliases_stand_behind_what_they_mention_and_classes_where_they_can(graph, wanted):
    within = {name: graph[name] & wanted for name in graph.keys() & wanted}
    aliases = within.keys() - recursive(within)
    before = {name: found if name in aliases else () for name, found in graph.items()}
    ordered = in_order(before, depth_first(graph))
    assert sorted(ordered) == sorted(graph)
    place = {name: number for number, name in enumerate(ordered)}
    looped = recursive(graph)
    for name, found in graph.items():
        for other in found:
            is_held = name in aliases or not looped
            assert not is_held or place[other] < place[name]


def test_a_long_chain_is_put_in_order():
    chain = {f"A{n:05}": {f"A{n + 1:05}"} for n in range(5000)} | {"A05000": set()}
    assert in_order(chain, depth_first(chain)) == sorted(chain, reverse=True)
    assert in_order(chain, sorted(chain)) == sorted(chain, reverse=True)
