"""Which files of an app are read, how they import each other, and what no reading may break on."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bakery import NAME, breaking, uses

from generator.diagnostics import DiagnosticLog, OpgenError

removed = breaking("function-removed", function="cancel_order")
table = breaking("attribute-removed", type="Order", attribute="table", direction="response")
fax = breaking("attribute-removed", type="Address", attribute="fax", direction="request")


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def found(folder, *changes, log=None, at=""):
    places = uses(folder / at, *changes, log=log)
    return [(one.path.relative_to(folder).as_posix(), one.line, one.certain) for one in places]


def test_only_the_files_of_the_app_are_read(tmp_path):
    use = f"import {NAME}\n{NAME}.cancel_order('1')\n"
    left_out = (".tox/a.py", "env/lib/a.py", "node_modules/a.py", f"x/{NAME}/a.py", "a.txt")
    write(tmp_path, dict.fromkeys((*left_out, "__pycache__/a.py", "b/c.py", "a.pyi"), use))
    write(tmp_path, {"env/pyvenv.cfg": "", f"x/{NAME}/opgen.lock": "{}"})
    assert found(tmp_path, removed) == [("a.pyi", 2, True), ("b/c.py", 2, True)]


def test_own_code_in_the_package_is_of_the_app(tmp_path):
    own = "from .. import cancel_order\n\ndef stop(one: str) -> None:\n    cancel_order(one)\n"
    write(tmp_path, {
        f"src/{NAME}/opgen.lock": "{}",
        f"src/{NAME}/__init__.py": "from .orders import cancel_order\n",
        f"src/{NAME}/orders.py": "def cancel_order(one: str) -> None: ...\n",
        f"src/{NAME}/custom/__init__.py": "",
        f"src/{NAME}/custom/stopping.py": own,
        "src/app.py": f"from {NAME}.custom.stopping import cancel_order, stop\nstop('1')\n",
        "pyproject.toml": "",
    })  # fmt: skip
    inside = [(f"src/{NAME}/custom/stopping.py", line, True) for line in (1, 4)]
    assert found(tmp_path, removed, at="src")[-2:] == inside
    assert found(tmp_path, removed, at=f"src/{NAME}/custom") == inside
    assert ("src/app.py", 1, True) in found(tmp_path, removed, at="src")
    assert found(tmp_path, removed, at="src/app.py") == [("src/app.py", 1, True)]


def test_a_module_of_own_code_in_the_package(tmp_path):
    own = f"from {NAME}.orders import cancel_order\nfrom . import cancel_order as stop\nstop('1')\n"
    write(tmp_path, {f"{NAME}/opgen.lock": "{}", f"{NAME}/custom.py": own, "pyproject.toml": ""})
    places = found(tmp_path, removed)
    assert [line for _, line, _ in places] == [1, 2, 3]


def test_a_single_file_is_read_wherever_it_is(tmp_path):
    write(tmp_path, {".scripts/a.py": f"from {NAME} import cancel_order\n"})
    assert found(tmp_path, removed, at=".scripts/a.py") == [(".scripts/a.py", 1, True)]


def test_nothing_at_the_path_is_an_error(tmp_path):
    with pytest.raises(OpgenError, match="no-code"):
        uses(tmp_path / "app", removed)


@pytest.mark.parametrize(("text", "place"), [
    ("x = (\n  1 2)\n", "a.py:2:3"), ("x = '\0'\n", "a.py:1:1"), (b"x = '\xff'\n", "a.py:1:1"),
    ("# coding: klingon\n", "a.py:1:1"), ("x = " + "(" * 5000 + ")" * 5000, "a.py:1:"),
    ("x = " + "-" * 200_000 + "1", "a.py:1:"),
])  # fmt: skip
def test_a_file_that_is_no_python_is_a_warning_and_the_others_are_read(tmp_path, text, place):
    write(tmp_path, {"a.py": text, "b.py": f"from {NAME} import cancel_order\n"})
    log = DiagnosticLog()
    assert found(tmp_path, removed, log=log) == [("b.py", 1, True)]
    (warning,) = log.diagnostics
    assert place in warning.render()
    assert "warning[unreadable-code]" in warning.render()


def test_escapes_that_python_warns_of_are_the_apps_own_business(tmp_path):
    write(tmp_path, {"a.py": "x = '\\d'\n"})
    log = DiagnosticLog()
    assert found(tmp_path, removed, log=log) == []
    assert [one.code for one in log.diagnostics] == ["package-not-used"]


def test_columns_and_lines_are_those_of_any_encoding(tmp_path):
    text = f"# coding: latin-1\r\nimport {NAME}\r\n'\xe4\x0c\x85'; {NAME}.cancel_order\r\n"
    write(tmp_path, {"a.py": text.encode("latin-1")})
    (use,) = uses(tmp_path, removed)
    assert (use.line, use.column) == (3, 9 + len(NAME))
    assert use.text.endswith(f"{NAME}.cancel_order")


def test_code_that_is_nested_deeply_is_read_to_its_end(tmp_path):
    chain = "x" + ".a()" * 300
    nested = "".join("    " * depth + "if x:\n" for depth in range(90)) + "    " * 90 + "pass\n"
    names = "x0 = x\n" + "".join(f"x{one + 1} = x{one}\n" for one in range(500))
    loop = "".join(f"y{one} = y{(one + 1) % 50} or y{(one + 7) % 50}\n" for one in range(50))
    text = f"{chain}\n{nested}{names}x500.table\n{loop}y1.table\n"
    write(tmp_path, {"a.py": f"{text}from {NAME} import cancel_order\n"})
    assert found(tmp_path, removed, table) == [("a.py", text.count("\n") + 1, True)]


def test_a_value_is_followed_through_a_loop_of_names(tmp_path):
    code = f"""import {NAME} as api
def wait(order_id):
    order = latest = api.get_order(order_id)
    while order.table:
        order, latest = latest, api.get_order(order.id)
        latest = order
    return latest
wait("1").table
"""
    write(tmp_path, {"a.py": code})
    assert found(tmp_path, table) == [("a.py", 4, True), ("a.py", 8, True)]


PACKAGED = {
    "app/__init__.py": f"from . import {NAME}\nfrom .{NAME} import get_order\n",
    f"app/{NAME}/opgen.lock": "{}",
    "app/a.py": f"""from . import {NAME}, get_order
from app import {NAME} as again
from .{NAME} import components as c
import app.{NAME}
{NAME}.cancel_order
again.cancel_order
app.{NAME}.cancel_order
get_order("1").table
def show(order: c.Order) -> None: order.table
""",
}


@pytest.mark.parametrize("at", ["", "app", "app/a.py"])
def test_a_vendored_package_is_found_by_every_import(tmp_path, at):
    write(tmp_path, PACKAGED)
    places = found(tmp_path, removed, table, at=at)
    assert places == [("app/a.py", line, True) for line in (5, 6, 7, 8, 9)]


def test_a_path_is_given_back_as_it_was_given(tmp_path, monkeypatch):
    write(tmp_path, PACKAGED)
    monkeypatch.chdir(tmp_path / "app")
    places = uses(Path(), removed)
    assert [(one.path, one.line) for one in places] == [(Path("a.py"), line) for line in (5, 6, 7)]
    write(tmp_path, {"app/b/__init__.py": "from .. import get_order\nget_order('1').table\n"})
    (use,) = uses(Path("b"), table)
    assert (use.path, use.line) == (Path("b/__init__.py"), 2)
    assert [one.path for one in uses(Path("../app/b/.."), table)][-1] == Path(
        "../app/b/../b/__init__.py"
    )


def test_a_package_beside_the_code_is_not_mistaken_for_a_file_of_that_name(tmp_path):
    write(
        tmp_path,
        {
            f"tests/{NAME}.py": "def cancel_order(order): ...\n",
            "tests/a.py": f"from . import {NAME}\n{NAME}.cancel_order('1')\n",
        },
    )
    assert found(tmp_path, removed) == []


def test_values_are_followed_from_file_to_file(tmp_path):
    write(
        tmp_path,
        {
            "src/app/__init__.py": "",
            "src/app/api.py": f"""from vendor.{NAME} import *
from vendor import {NAME} as client
def load(order_id: str): return client.get_order(order_id)
class Desk:
    order: components.Order
""",
            "src/app/names.py": "from .api import *\n",
            "src/app/main.py": """from app import api
from app.names import Desk, load, get_order
load("1").table
api.load("1").table
Desk().order.table
get_order("1").table
""",
        },
    )
    assert found(tmp_path, table) == [("src/app/main.py", line, True) for line in (3, 4, 5, 6)]


def test_types_are_known_from_files_that_do_not_name_the_package(tmp_path):
    first = "from typing import TypeVar\nT = TypeVar('T')\ndef first(xs: list[T]) -> T: ...\n"
    code = f"""from util import first
import {NAME}
first({NAME}.list_orders().data).table
"""
    write(tmp_path, {"util.py": first, "a.py": code})
    assert found(tmp_path, table) == [("a.py", 3, True)]


def test_files_that_import_from_each_other_end_somewhere(tmp_path):
    write(
        tmp_path,
        {
            "a.py": "from b import x, y\nfrom b import *\nx.table\nz.table\nimport b\nw = b.w\n",
            "b.py": f"from a import x\nfrom a import *\nimport a\nw = a.w\nw.table\n"
            f"import {NAME}\ny = {NAME}.get_order('1')\ny.table\n",
        },
    )
    assert found(tmp_path, table) == [("b.py", 8, True)]


def test_places_are_in_order_and_each_is_there_once(tmp_path):
    code = f"import {NAME} as api\napi.get_order('1').table; api.cancel_order('1')\n"
    write(tmp_path, {"b.py": code, "a.py": code, "a/a.py": code})
    places = uses(tmp_path, table, removed, table)
    assert [(one.path.relative_to(tmp_path).as_posix(), one.column) for one in places] == [
        (name, column) for name in ("a/a.py", "a.py", "b.py") for column in (20, 31)
    ]


def test_nothing_of_the_app_is_executed(tmp_path):
    code = f"open({str(tmp_path / 'done')!r}, 'x')\nfrom {NAME} import cancel_order\n"
    write(tmp_path, {"a.py": code, "conftest.py": code, "sitecustomize.py": code})
    assert [place[1] for place in found(tmp_path, removed)] == [2, 2, 2]
    assert not (tmp_path / "done").exists()


def test_what_a_probe_would_break_is_read_as_it_stands(tmp_path):
    code = f"""import {NAME}
from operator import attrgetter
from unittest.mock import patch
name = "table"
attrgetter(name)({NAME}.get_order("1"))
attrgetter("not a name", "table")
patch("{NAME}.no name")
{NAME}.cancel_order("1")
"""
    write(tmp_path, {"a.py": code})
    assert found(tmp_path, removed) == [("a.py", 8, True)]
