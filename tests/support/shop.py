"""The API of `fixing/api`: both packages, and the changes between them with each rename."""

from __future__ import annotations

import functools
from pathlib import Path

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.diff.change import Change, Kind, Target
from generator.diff.compare import compare
from generator.diff.renames import Rename
from generator.fixing.fix import fix_uses
from generator.impact.find import examine
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan
from support.packages import write
from support.paths import TESTS

API = TESTS / "fixing/api"
NAME = "shop"


def _options(folder: Path, *, new: bool) -> Options:
    return Options(spec=API / ("new.yaml" if new else "old.yaml"), output=folder, all=True)


@functools.cache
def planned(*, new: bool = False):
    history = planned().history if new else NO_HISTORY
    return plan(_options(Path(NAME), new=new), DiagnosticLog(), history=history)


def generate(folder: Path, *, new: bool) -> None:
    history = planned().history
    made = pipeline.generate(_options(folder, new=new), DiagnosticLog(), history=history)
    write(made.files, folder)


def renamed(kind: str, old: str, new: str, *, modules=("", ""), **target) -> Change:
    module, new_module = modules
    rename = Rename(kind=kind, old=old, new=new, module=module, new_module=new_module)
    message = f"renamed to `{new}`"
    return Change(
        f"{kind}-renamed", Kind.BREAKING, message, Target(**target), None, None, rename=rename
    )


def _value(old: str, new: str, **target) -> Change:
    return renamed("value", old, new, values=(old,), **target)


RENAMES = (
    renamed(
        "function", "get_order", "fetch_order", modules=("orders", "orders"), function="get_order",
        module="orders",
    ),
    renamed("argument", "order_id", "id", function="get_order", argument="order_id"),
    renamed("argument", "since", "created_since", function="list_orders", argument="since"),
    _value("lost", "missing", function="list_orders", argument="status", direction="request"),
    _value("newest", "latest", type="Sorting", direction="request"),
    _value("baked", "done", type="Stage", direction="response"),
    _value("huge", "giant", type="Line", attribute="size"),
    renamed("type", "Item", "StockItem", type="Item"),
    renamed("attribute", "recipe", "recipe_name", type="Line", attribute="recipe"),
    renamed("attribute", "table", "table_number", type="Order", attribute="table"),
    renamed("module", "stock", "inventory", module="stock"),
    renamed("setting", "boss", "chief", argument="boss"),
)  # fmt: skip


@functools.cache
def changes() -> tuple[Change, ...]:
    """All changes; what is renamed is neither removed nor new."""
    found = [one for one in compare(planned(), planned(new=True)) if not _is_of_rename(one)]
    return (*found, *RENAMES)


_GONE = {
    ("get_order", ""), ("fetch_order", ""), ("list_orders", "since"), ("list_orders", "status"),
    ("list_orders", "created_since"), ("Sorting", ""), ("Stage", ""), ("Item", ""),
    ("StockItem", ""), ("Line", "recipe"), ("Line", "recipe_name"), ("Line", "size"),
    ("Order", "table"), ("Order", "table_number"), ("stock", ""), ("inventory", ""),
}  # fmt: skip


def _is_of_rename(change: Change) -> bool:
    about = change.target
    owner = about.function or about.type or about.module
    inner = about.argument or about.attribute
    is_result = change.code.startswith("result-") or change.code == "request-changed"
    return is_result or inner in {"boss", "chief"} or (owner, inner) in _GONE


def fixes(path: Path, *only: Change, log: DiagnosticLog | None = None):
    """What `--fix` does with the app at a path."""
    of = only or changes()
    log = log or DiagnosticLog()
    found = examine(of, planned(), planned(new=True), NAME, path, log)
    return fix_uses(found, of, planned(), planned(new=True), log)
