"""An edited file and a new one are merged symbol by symbol."""

from textwrap import dedent

import pytest

from generator.merging.base import digest_symbols
from generator.merging.files import Recorded, merge_file

BASE = '''\
# Generated.
"""A module."""

from __future__ import annotations

from collections.abc import Iterable

from .types import (
    Order,
    Price,
)

LIMIT = 10


class Shop(Model):
    """A shop."""

    name: str
    """Its name."""
    open: bool = False

    def close(self) -> None:
        self.open = False


def get_order(id: str, *, options: Options | None = None) -> Order:
    """Get an order."""
    return call(
        path={"id": id},
        options=options,
    )


def list_orders(some: Iterable[str]) -> list[Order]:
    return call(some)
'''


def merged(ours, theirs, base=BASE, *, prefer=None, path="shop.py"):
    """What merging gives: the text, or the conflicts."""
    recorded = Recorded(lambda text: text == base.encode(), digest_symbols(base))
    done = merge_file(path, ours.encode(), theirs.encode(), recorded, prefer)
    return list(done.conflicts) or done.content.decode()


def changed(text, *pairs):
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def inserted(text, after, lines):
    return changed(text, (after, after + dedent(lines)))


CLOSE = "        self.open = False\n"
GET = "        options=options,\n    )\n"
LIST = "    return call(some)\n"

ADDITIONS = {
    "a function at the end": lambda text, name: f"{text}\n\ndef {name}() -> None: ...\n",
    "a function between others": lambda text, name: inserted(
        text, GET, f"\n\ndef {name}():\n    pass\n"
    ),
    "a method": lambda text, name: changed(
        text, (CLOSE, f"{CLOSE}\n    def {name}(self) -> None: ...\n")
    ),
    "a field": lambda text, name: changed(
        text, ("    open: bool", f"    {name}: int = 0\n    open: bool")
    ),
    "an imported name": lambda text, name: changed(
        text, ("    Price,\n", f"    Price,\n    {name},\n")
    ),
    "an import": lambda text, name: changed(
        text, ("from .types", f"from .more import {name}\nfrom .types")
    ),
    "a constant": lambda text, name: changed(text, ("LIMIT = 10\n", f"LIMIT = 10\n{name} = 1\n")),
    "a comment": lambda text, name: changed(text, ("LIMIT", f"# {name}\nLIMIT")),
    "a comment in a class": lambda text, name: changed(
        text, ("    name: str", f"    # {name}\n    name: str")
    ),
    "a comment at the end": lambda text, name: f"{text}\n# {name}\n",
    "a statement in a function": lambda text, name: changed(
        text, ("    return call(\n", f"    {name}()\n    return call(\n")
    ),
    "an argument": lambda text, name: changed(
        text,
        ("(id: str, *, ", f"(id: str, *, {name}: int, "),
        ('path={"id": id}', f'path={{"id": id, "{name}": {name}}}'),
    ),
    "a line in a docstring": lambda text, name: changed(
        text, ('"""Get an order."""', f'"""Get an order.\n\n    {name}\n    """')
    ),
    "a decorator": lambda text, name: changed(text, ("def get_order", f"@{name}\ndef get_order")),
    "a block": lambda text, name: changed(
        text, ("LIMIT", f"if TYPE_CHECKING:\n    from more import {name}\n\nLIMIT")
    ),
}  # fmt: skip


@pytest.mark.parametrize("mine", ADDITIONS)
@pytest.mark.parametrize("others", ADDITIONS)
def test_where_both_only_add_there_is_no_conflict(mine, others):
    ours, theirs = ADDITIONS[mine](BASE, "mine"), ADDITIONS[others](BASE, "generated")
    text = merged(ours, theirs)
    assert isinstance(text, str), text
    compile(text, "shop.py", "exec")
    assert text.count("mine") == ours.count("mine")
    assert text.count("generated") == theirs.count("generated")
    # A second run changes nothing.
    assert merged(text, theirs, base=theirs) == text


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_is_edited_only_stays_and_what_is_generated_only_comes(name):
    edited = ADDITIONS[name](BASE, "mine")
    assert merged(edited, BASE) == edited
    assert merged(edited, edited) == edited
    assert merged(f"{BASE}\n\nx = 1\n", edited).replace("\n\nx = 1\n", "") == edited


EDITS = {
    "a default": (("open: bool = False", "open: bool = True"), ("name: str", "name: bytes")),
    "a constant": (("LIMIT = 10", "LIMIT = 20"), ("call(some)", "call(*some)")),
    "a body": (("call(some)", "call(*some)"), ("Get an order", "Get one order")),
    "a docstring": (("Get an order", "Fetch it"), ("options=options", "options=None")),
    "a head": (("Shop(Model)", "Shop(Base)"), ("Its name", "The name")),
    "a removed method": (
        (f"\n    def close(self) -> None:\n{CLOSE}", ""),
        ("name: str", "name: bytes"),
    ),
    "a removed function": (
        (f"\n\ndef list_orders(some: Iterable[str]) -> list[Order]:\n{LIST}", ""),
        ("LIMIT = 10", "LIMIT = 20"),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_changes_of_other_symbols_are_both_in_the_result(name):
    mine, other = EDITS[name]
    assert merged(changed(BASE, mine), changed(BASE, other)) == changed(BASE, mine, other)
    assert merged(changed(BASE, other), changed(BASE, mine)) == changed(BASE, mine, other)


CONFLICTS = {
    "changed": (("call(some)", "mine(some)"), ("call(some)", "call(*some)"), 36),
    "changed default": (("open: bool = False", "open = 1"), ("bool = False", "bool = True"), 21),
    "removed": (
        ("call(some)", "mine(some)"),
        (f"\n\ndef list_orders(some: Iterable[str]) -> list[Order]:\n{LIST}", ""),
        35,
    ),
    "deleted": (
        (f"\n\ndef list_orders(some: Iterable[str]) -> list[Order]:\n{LIST}", ""),
        ("call(some)", "call(*some)"),
        27,
    ),
    "added": ((LIST, f"{LIST}x = 1\n"), (LIST, f"{LIST}x = 2\n"), 37),
    "changed comment": (("# Generated.", "# Mine."), ("# Generated.", "# New."), 1),
    "changed docstring": (("A module", "My module"), ("A module", "The module"), 2),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_changes_that_exclude_each_other(name):
    mine, other, line = CONFLICTS[name]
    ours, theirs = changed(BASE, mine), changed(BASE, other)
    (conflict,) = merged(ours, theirs)
    assert conflict.reason == name.split()[0]
    assert conflict.line == line
    assert "\n".join(conflict.ours) in ours
    assert "\n".join(conflict.theirs) in theirs
    assert merged(ours, theirs, prefer="mine") == ours
    assert merged(ours, theirs, prefer="generated") == theirs


def test_an_import_that_an_edit_needs_stays():
    ours = changed(BASE, ("    return call(some)", "    return Price(some)"))
    theirs = changed(BASE, ("    Price,\n", ""))
    assert merged(ours, theirs) == ours
    assert "Price" not in merged(BASE + "x = 1\n", theirs)


def test_an_import_that_was_removed_comes_back_if_new_code_needs_it():
    ours = changed(BASE, ("    Price,\n", ""))
    theirs = f"{BASE}\n\ndef price() -> Price: ...\n"
    assert merged(ours, theirs) == theirs
    assert "Price" not in merged(ours, f"{BASE}\n\ndef price() -> int: ...\n")


def test_names_are_added_to_one_line_of_names():
    base = '_NAMES = {\n    "orders": "get_order",\n}\n'
    ours = base.replace("get_order", "get_order mine")
    theirs = base.replace("get_order", "get_order list_orders")
    assert merged(ours, theirs, base) == base.replace("get_order", "get_order list_orders mine")


@pytest.mark.parametrize("mine", ["# Generated.\n# mine\n", "# Generated.\nimport mine\n"])
def test_the_comment_of_a_file_does_not_belong_to_its_first_import(mine):
    base = "# Generated.\nfrom .b import B as B\n"
    added = changed(base, ("from .b", "from .a import A as A\nfrom .b"))
    removed = "# Generated.\nfrom .c import C as C\n"
    ours = changed(base, ("# Generated.\n", mine))
    assert merged(ours, added, base, path="shop.pyi") == added.replace("# Generated.\n", mine)
    assert merged(ours, removed, base, path="shop.pyi") == removed.replace("# Generated.\n", mine)


def test_items_are_added_to_one_list():
    base = '__all__ = ["a", "b"]\n'
    assert merged('__all__ = ["a", "b", "x"]\n', '__all__ = ["a", "b", "c"]\n', base) == (
        '__all__ = ["a", "b", "c", "x"]\n'
    )


def test_two_additions_to_one_expression_are_a_conflict():
    base, ours, theirs = (f"x = a{end}\n" for end in ("", " + b", " or c"))
    (conflict,) = merged(ours, theirs, base)
    assert conflict.reason in {"changed", "broken"}


def test_overloads_are_told_apart():
    base = "".join(f"@overload\ndef f(x: {kind}): ...\n" for kind in ("int", "str", "bytes"))
    ours, theirs = base.replace("str", "Text"), base.replace("bytes", "bytearray")
    assert merged(ours, theirs, base) == ours.replace("bytes", "bytearray")


@pytest.mark.parametrize("ours", ["def f(:\n", "x = '\0'\n", "x = " + "(" * 500 + "\n"])
def test_an_edited_file_that_cannot_be_parsed(ours):
    (conflict,) = merged(BASE + ours, BASE.replace("10", "20"))
    assert conflict.reason == "unreadable"
    assert merged(BASE + ours, BASE.replace("10", "20"), prefer="generated") == BASE.replace(
        "10", "20"
    )


def test_line_endings_of_windows_are_no_edit():
    ours = (BASE + "x = 1\n").replace("\n", "\r\n")
    theirs = BASE.replace("LIMIT = 10", "LIMIT = 20")
    assert merged(ours, theirs) == theirs + "x = 1\n"
    assert merged(ours, BASE) == ours


def test_an_edit_that_does_not_fit_is_a_conflict():
    """Each side is valid Python, and both together are not."""
    base = "def f(a):\n    return a\n"
    ours = "def f(a, *, x):\n    return a\n"
    theirs = "def f(a, *, x=1):\n    return a\n"
    assert merged(ours, theirs, base)[0].reason in {"changed", "broken"}
    ours, theirs = base + "from __future__ import annotations\n", "import os\n" + base
    ours = "from __future__ import annotations\n" + base
    assert merged(ours, theirs, base).startswith("from __future__")


def test_a_file_without_recorded_symbols_is_merged_by_lines():
    base = "".join(f"x{number} = {number}\n" for number in range(50))
    ours = base.replace("x10 = 10", "x10 = mine").replace("x40 = 40", "x40 = mine")
    theirs = base.replace("x20 = 20", "x20 = 'new'").replace("x30 = 30\n", "")
    both = ours.replace("x20 = 20", "x20 = 'new'").replace("x30 = 30\n", "")
    for path in ("_runtime/client.py", "LICENSE"):
        assert merged(ours, theirs, base, path=path) == both
        (conflict,) = merged(ours, base.replace("x10 = 10", "x10 = 1"), base, path=path)
        assert conflict.line == 11
    old = Recorded(lambda text: text == base.encode())
    assert merge_file("a.py", ours.encode(), theirs.encode(), old).content == both.encode()
    conflicts = merge_file("a.py", b"y = 1\n", theirs.encode(), old).conflicts
    assert [one.reason for one in conflicts] == ["unrecorded"]


def test_a_file_that_is_not_text():
    recorded = Recorded(lambda content: content == b"\xff")
    assert merge_file("x", b"\xfe", b"\xff", recorded).content == b"\xfe"
    assert merge_file("x", b"\xfe", b"\xfd", recorded).conflicts


@pytest.mark.parametrize("symbols", ["", "x", "not digests \x00", "é" * 5, "00000" * 3])
def test_a_lock_with_wrong_digests_loses_no_edit(symbols):
    recorded = Recorded(lambda _: False, symbols)
    ours = BASE.replace("LIMIT = 10", "LIMIT = 20")
    done = merge_file("shop.py", ours.encode(), BASE.encode(), recorded)
    assert done.conflicts or done.content == ours.encode()


def test_a_file_with_conflict_markers_of_git_has_the_edits_of_both_branches():
    ours, theirs = f"{BASE}\n\ndef mine(): ...\n", f"{BASE}\n\ndef others(): ...\n"
    both = f"{BASE}\n\n<<<<<<< HEAD\ndef mine(): ...\n=======\ndef others(): ...\n>>>>>>> b\n"
    new = BASE.replace("LIMIT = 10", "LIMIT = 20")
    text = merged(both, new)
    assert text.startswith(new)
    assert text.count("def mine") == text.count("def others") == 1
    assert merged(ours.replace("mine", "others"), theirs) == theirs
    unequal = both.replace("others", "mine").replace("def mine(): ...\n>", "def mine(): pass\n>")
    (conflict,) = merged(unequal, new)
    assert (conflict.key, conflict.reason) == ("mine", "added")
    # Both branches have the generated file, of another version each.
    assert merged("<<<<<<< a\n" + BASE + "=======\n" + new + ">>>>>>> b\n", BASE) == new
