"""The table of the documentation: each method of the official package, and its counterpart."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from official.known import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from official.pairs import Pair

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/from-openai.md"
_REGION = re.compile(r"(<!-- methods -->\n).*?(<!-- /methods -->)", re.DOTALL)
_HEAD = ("`openai`", "opgen", "differences", "result")
_RESOURCE = re.compile(r"(?:beta\.|admin\.organization\.)?\w+")


def built(found: Iterable[Pair]) -> str:
    """Return the page with its tables written again."""
    tables = "\n".join([*_methods(found), *_others()])
    page = PAGE.read_text(encoding="utf-8")
    return _REGION.sub(lambda one: f"{one[1]}{tables}{one[2]}", page)


def _methods(found: Iterable[Pair]) -> Iterator[str]:
    """Yield a section for each resource that has counterparts."""
    by_resource = groupby(sorted(found, key=lambda one: _sorted(one.method.name)), _resource)
    for resource, pairs in by_resource:
        rows = [_row(one) for one in pairs if one.ours]
        if rows:
            yield f"## `{resource}`\n\n{_table(_HEAD, rows)}"


def _sorted(name: str) -> tuple[str, str]:
    resource = _RESOURCE.match(name)
    return (resource[0] if resource else "", name)


def _resource(pair: Pair) -> str:
    return _sorted(pair.method.name)[0]


def _row(pair: Pair) -> tuple[str, ...]:
    method = pair.method
    differences = [f"`{name}`: {_place(ours)}" for name, ours in pair.arguments.items()]
    if pair.lacks:
        names = ", ".join(f"`{one}`" for one in pair.lacks)
        differences.append(f"not in the document: {names}")
    return (f"`{method.name}`", f"`{pair.ours}`", "; ".join(differences), _result(pair))


def _place(ours: str) -> str:
    return ours if " " in ours else f"`{ours}`"


def _result(pair: Pair) -> str:
    """Return the types of an operation's results; a view has a result of its own."""
    if pair.function is None or pair.ours != pair.function.name:
        return ""
    theirs, ours = _type(pair.method.returns), _type(pair.function.returns)
    return f"`{ours}`" if theirs == ours else f"`{theirs}`: `{ours}`"


def _type(annotation: str) -> str:
    """Return a type as a reader looks for it: without modules, and of two forms the plain one."""
    plain = re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", annotation)
    return plain.partition(" | Stream[")[0]


def _others() -> Iterator[str]:
    listed = known()
    methods = {**dict.fromkeys(listed.undocumented, "not in the document"), **listed.missing}
    yield "## Without a counterpart\n\n" + _plain("method or resource", "reason", methods)
    yield "## What every method takes\n\n" + _named("argument", "`CallOptions(…)`", listed.options)
    settings = _named("argument", "`Client(…)`", listed.client)
    reasons = _plain("argument", "instead", listed.not_settings)
    yield f"## `OpenAI(…)` and `AsyncOpenAI(…)`\n\n{settings}\n{reasons}"
    exports = _named("`openai.…`", "package", listed.exports)
    others = _plain("`openai.…`", "instead", listed.not_exports)
    yield f"## Names that the module exports\n\n{exports}\n{others}"
    yield from map(_members, listed.members)


def _members(name: str) -> str:
    """Return the section of a class; it is called by the last part of its name."""
    rows = [(f"`{one}`", _place(place)) for one, place in known().members[name].items()]
    return f"## Members of `{name.rpartition('.')[2]}`\n\n{_table(('member', 'opgen'), rows)}"


def _named(name: str, ours: str, table: dict[str, str]) -> str:
    return _table((name, ours), [(f"`{one}`", f"`{other}`") for one, other in table.items()])


def _plain(name: str, reason: str, table: dict[str, str]) -> str:
    rows = [(f"`{one}`", why) for one, why in sorted(table.items())]
    return _table((name, reason), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    escaped = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in escaped)
