"""How the modules of the runtime depend on each other and on pydantic."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import runtime.model

MODULES = {path.stem: path for path in Path(runtime.model.__file__).parent.glob("*.py")}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, those for type checkers and those by name included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found.update("." * node.level + name for name in names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            found.add(ast.literal_eval(node.args[0]))
    return found


def test_no_module_imports_itself_over_others() -> None:
    graph = {
        name: {one[1:] for one in imports(path) if one.startswith(".")}
        for name, path in MODULES.items()
    }
    assert set().union(*graph.values()) <= MODULES.keys()
    assert len([*TopologicalSorter(graph).static_order()]) == len(MODULES)


def test_only_the_models_import_pydantic() -> None:
    found = {
        name
        for name, path in MODULES.items()
        if any(one.startswith("pydantic") for one in imports(path))
    }
    assert found == {
        "dumping",
        "exact_schemas",
        "float_texts",
        "imported_types",
        "model",
        "selection",
    }
