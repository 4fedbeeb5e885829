"""The keys and values of a dictionary that the code writes out."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.uses.values import NULL, Constant, Display, Export

if TYPE_CHECKING:
    from generator.uses.changed import Located
    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Values

_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One value, and where its key stands."""

    place: Located
    value: ast.expr
    scope: Scope


@dataclass(slots=True)
class Entries:
    """What a dictionary holds; `open` is what gives it more than the code tells."""

    by_key: dict[str, Entry] = field(default_factory=dict)
    open: Entry | None = None


def entries(infer: Infer, display: Display, depth: int = 0) -> Entries:
    """Return what a dictionary, or a call of `dict` or of a TypedDict, holds."""
    found = Entries()
    node, scope = display.node, display.scope
    if isinstance(node, ast.Call):
        for given in node.args:
            _spread(infer, found, Entry(given, given, scope), depth)
        add_keywords(infer, found, node.keywords, scope, depth)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                _spread(infer, found, Entry(value, value, scope), depth)
            else:
                _add(infer, found, key, value, scope)
    return found


def _add(infer: Infer, found: Entries, key: ast.expr, value: ast.expr, scope: Scope) -> None:
    names = infer.values(key, scope)
    match list(names):
        case [Constant(str(name))]:
            found.by_key[name] = Entry(key, value, scope)
        case _:
            found.open = Entry(key, value, scope)


def add_keywords(
    infer: Infer, found: Entries, keywords: list[ast.keyword], scope: Scope, depth: int = 0
) -> None:
    """Add what keywords give, and `**` of dictionaries that the code writes out."""
    for one in keywords:
        if one.arg is None:
            _spread(infer, found, Entry(one, one.value, scope), depth)
        else:
            found.by_key[one.arg] = Entry(one, one.value, scope)


def _spread(infer: Infer, found: Entries, given: Entry, depth: int) -> None:
    """Add what a dictionary that is spread out holds."""
    display = only_display(infer.values(given.value, given.scope))
    if display is None or depth > _DEEPEST:
        found.open = given
        return
    inside = entries(infer, display, depth + 1)
    found.by_key.update(inside.by_key)
    found.open = found.open or (given if inside.open else None)


def only_display(values: Values) -> Display | None:
    """Return the dictionary that a value certainly is."""
    others = [value for value in values if value != NULL]
    match others:
        case [Display(ast.Dict() | ast.Call()) as display]:
            return display
        case _:
            return None


def is_left_out(values: Values) -> bool:
    """Whether a value is the package's `omit`."""
    return values == frozenset((Export("omit"),))
