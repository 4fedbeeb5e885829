"""What the calls of an app give to the functions of the package."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.uses.entries import Entries, add_keywords
from generator.uses.values import NULL, External, Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.uses.changed import Located
    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope


@dataclass(frozen=True, slots=True)
class Positioned:
    """An argument that is given by position; None where the code does not tell what it is."""

    place: Located
    value: ast.expr | None


@dataclass(frozen=True, slots=True)
class Passing:
    """A call of a function, or of `functools.partial` and the like with one.

    Attributes:
        positioned: by the name of the argument.
        named: by keyword, and of `**` as far as the code tells.
        whole: nothing more is given later.
        certain: it can be no other function that is called.
    """

    call: ast.Call
    scope: Scope
    function: Function
    positioned: dict[str, Positioned]
    named: Entries
    whole: bool
    certain: bool

    def gave_before(self, name: str, order: tuple[str, ...]) -> bool:
        """Whether `functools.partial` gave, or may have given, an argument before."""
        function = self.function
        return function.open or name in (*order[: function.positions], *function.keywords)


def passings(infer: Infer, call: ast.Call, scope: Scope) -> Iterator[Passing]:
    """Yield the functions of the package that a call calls, and what it gives them."""
    functions = infer.values(call.func, scope)
    arguments, partial = call.args, False
    names = {each.parts[-1] for each in functions if isinstance(each, External)}
    if names & {"partial", "to_thread"} and call.args:
        functions, arguments = infer.values(call.args[0], scope), call.args[1:]
        partial = "partial" in names
    known = [each for each in functions if isinstance(each, Function)]
    if not known:
        return
    others = functions - {*known, NULL}
    certain = not others and len({each.name for each in known}) == 1
    named = Entries()
    add_keywords(infer, named, call.keywords, scope)
    for function in known:
        order = infer.surface.operations[function.name].positional[function.positions :]
        positioned = _positioned(arguments, order)
        whole = not partial
        yield Passing(call, scope, function, positioned, named, whole, certain)


def _positioned(arguments: list[ast.expr], order: tuple[str, ...]) -> dict[str, Positioned]:
    found: dict[str, Positioned] = {}
    for index, one in enumerate(arguments):
        if isinstance(one, ast.Starred):  # from here on nobody knows which is which
            return found | {name: Positioned(one, None) for name in order[index:]}
        if index < len(order):
            found[order[index]] = Positioned(one, one)
    return found
