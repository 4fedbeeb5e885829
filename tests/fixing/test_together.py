"""Fixes that depend on each other: other files, edits that are taken back, and a second run."""

from __future__ import annotations

import pytest
from support.fix_cases import CASES
from support.folders import tree
from support.shop import fixes

from generator.diagnostics import DiagnosticLog

pytestmark = pytest.mark.external


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def fix(folder, at="", **more):
    """Write the fixes; return the places that are left, with what the checker says."""
    found = fixes(folder / at, **more)
    for one in found.files:
        one.source.path.write_text(one.text)
    return [
        (one.use.path.relative_to(folder).as_posix(), one.use.line, one.use.change.code)
        for one in found.remaining
    ], {one.message for one in found.remaining if one.message}


def test_twice_is_once(tmp_path):
    for number, (before, _) in enumerate(CASES.values()):
        (tmp_path / f"piece{number}.py").write_text(before)
    (tmp_path / "other.py").write_bytes(b"# coding: latin-1\r\nimport shop\t\r\n'\xe4'\n\n\n")
    other = (tmp_path / "other.py").read_bytes()
    first, _ = fix(tmp_path)
    once = tree(tmp_path)
    second, _ = fix(tmp_path)
    assert tree(tmp_path) == once
    # A removed argument may have moved the others up.
    assert {(path, code) for path, _, code in second} <= {(path, code) for path, _, code in first}
    assert (tmp_path / "other.py").read_bytes() == other


def test_what_the_app_exports_is_renamed_in_each_file(tmp_path):
    write(tmp_path, {
        "app/__init__.py": "",
        "app/api.py": "from shop import get_order, list_orders\n__all__ = ('get_order',)\n",
        "app/more.py": "from .api import *\nget_order('1').id\n",
        "app/main.py": "from app.api import get_order as load\nfrom app import api\n"
        "load('1')\napi.get_order('2').table\n",
    })  # fmt: skip
    assert fix(tmp_path) == ([], set())
    assert {path: text.decode() for path, text in tree(tmp_path).items()} == {
        "app/__init__.py": "",
        "app/api.py": "from shop import fetch_order, list_orders\n__all__ = ('fetch_order',)\n",
        "app/more.py": "from .api import *\nfetch_order('1').id\n",
        "app/main.py": "from app.api import fetch_order as load\nfrom app import api\n"
        "load('1')\napi.fetch_order('2').table_number\n",
    }


def test_a_name_that_a_file_keeps_is_kept_where_it_is_imported_from(tmp_path):
    files = {
        "api.py": "from shop import get_order\ndef fetch_order(): ...\nget_order('1')\n",
        "main.py": "from api import get_order\nimport api\nget_order('1').id\napi.get_order('2')\n",
    }
    write(tmp_path, files)
    assert fix(tmp_path) == ([], set())
    assert (tmp_path / "api.py").read_text().startswith("from shop import fetch_order as get_order")
    assert (tmp_path / "main.py").read_text() == files["main.py"]


def test_only_files_at_the_path_change(tmp_path):
    files = {
        "pyproject.toml": "",
        "api.py": "from shop import get_order\n",
        "app/main.py": "from api import get_order\nimport shop\nshop.get_order('1')\n",
    }
    write(tmp_path, files)
    fix(tmp_path, "app")
    assert (tmp_path / "api.py").read_text() == files["api.py"]
    assert (tmp_path / "app/main.py").read_text() == (
        "from api import get_order\nimport shop\nshop.fetch_order('1')\n"
    )


def test_an_edit_that_the_checker_refuses_is_taken_back(tmp_path):
    code = """import shop
def other(*, since: str, sort: str = "") -> None: ...
options = {"since": "1"}
shop.list_orders(**options)
other(**options)
shop.get_order("1")
"""
    write(tmp_path, {"a.py": code})
    left, said = fix(tmp_path)
    assert left == [("a.py", 3, "argument-renamed")]
    assert any("created_since" in one or "since" in one for one in said)
    assert (tmp_path / "a.py").read_text() == code.replace("shop.get_order", "shop.fetch_order")


def test_only_the_edit_that_is_wrong_is_taken_back(tmp_path):
    code = """import shop
class Desk:
    get_order = shop.get_order
    def table(self) -> int | None:
        return self.get_order("1").table
"""
    write(tmp_path, {"a.py": code})
    assert fix(tmp_path)[0] == []
    fixed = code.replace("shop.get_order", "shop.fetch_order").replace(").table", ").table_number")
    assert (tmp_path / "a.py").read_text() == fixed


def test_an_old_constant_is_found_where_only_the_new_package_refuses_it(tmp_path):
    code = 'import shop\nshop.components.Order(id="1", stage="baked", lines=[])\n'
    write(tmp_path, {"a.py": code})
    assert fix(tmp_path)[0] == []
    assert (tmp_path / "a.py").read_text() == code.replace("baked", "done")


def test_what_fails_elsewhere_is_listed(tmp_path):
    code = """from functools import partial
import shop
late = partial(shop.rate_order, "1", 3, "x")
early = partial(shop.rate_order, "1", 3)
from shop import stock
stock.list_stock(**{"legacy": "x"})
"""
    write(tmp_path, {"a.py": code})
    found = fixes(tmp_path)
    assert found.remaining == ()
    assert {one.line for one in found.failures} == {3, 4, 6}
    assert any("Too many positional" in one.message for one in found.failures)


def test_a_vendored_package_is_imported_from_where_it_is(tmp_path):
    write(tmp_path, {
        "app/__init__.py": "from .vendor.shop import get_order as get_order\n",
        "app/vendor/shop/opgen.lock": "{}",
        "app/a.py": "from .vendor import shop\nfrom .vendor.shop.orders import pay_order, "
        "list_orders\nfrom . import get_order\npay_order('1')\nget_order('1')\n",
    })  # fmt: skip
    assert fix(tmp_path, "app") == ([], set())
    assert (tmp_path / "app/__init__.py").read_text() == (
        "from .vendor.shop import fetch_order as get_order\n"
    )
    assert (tmp_path / "app/a.py").read_text() == (
        "from .vendor import shop\nfrom .vendor.shop.orders import list_orders\n"
        "from .vendor.shop.checkout import pay_order\nfrom . import get_order\n"
        "pay_order('1')\nget_order('1')\n"
    )


def test_a_use_that_is_not_certain_is_left(tmp_path):
    code = """import shop
def show(order: object) -> None:
    print(getattr(shop.list_orders().data[0] or order, "table", None))
"""
    write(tmp_path, {"a.py": code})
    left, _ = fix(tmp_path)
    assert left in ([], [("a.py", 3, "attribute-renamed")])
    assert (tmp_path / "a.py").read_text() in (code, code.replace('"table"', '"table_number"'))


def test_syntax_that_only_python_knows(tmp_path, monkeypatch):
    from libcst import ParserSyntaxError

    def refuse(_):
        raise ParserSyntaxError("no", lines=["x"], raw_line=1, raw_column=0)

    monkeypatch.setattr("libcst.parse_module", refuse)
    write(tmp_path, {"a.py": "import shop\nshop.get_order('1')\n"})
    log = DiagnosticLog()
    assert fix(tmp_path, log=log) == ([("a.py", 2, "function-renamed")], set())
    assert [one.code for one in log.diagnostics] == ["unreadable-code"]


def test_a_call_that_fails_elsewhere_takes_no_argument_back(tmp_path):
    write(tmp_path, {
        "app.py": "import functools, shop\n"
        "later = functools.partial(shop.get_order, order_id='1')\n"
        "later()\n"
        "shop.get_order(order_id='2').id\n",
    })  # fmt: skip
    fix(tmp_path)
    assert "\nshop.fetch_order(id='2').id\n" in (tmp_path / "app.py").read_text()
