"""Arguments that a function no longer takes, or takes by name only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from generator.fixing.names import constant
from generator.fixing.proposal import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.diff.change import Change
    from generator.fixing.source_tree import SourceTree
    from generator.ir import Package

Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Signatures:
    """What the fixes need of the functions of the old package.

    Attributes:
        defaults: the values that mean the same as none, by function and argument; `Client` for
            settings.
        positional: the arguments by position, by function.
        new_names: of arguments, by function and old name.
    """

    defaults: Mapping[Key, tuple[object, ...]]
    positional: Mapping[str, tuple[str, ...]]
    new_names: Mapping[Key, str]

    def name(self, function: str, argument: str) -> str:
        """Return the new name of an argument."""
        return self.new_names.get((function, argument), argument)


def signatures(package: Package, changes: tuple[Change, ...]) -> Signatures:
    """Return the signatures of a package, and the names that changes give to its arguments."""
    defaults: dict[Key, tuple[object, ...]] = {}
    for operation in package.operations:
        for one in operation.arguments:
            values = (one.default, one.sent_default)
            defaults[operation.name, one.name] = tuple(each for each in values if each is not None)
    for setting in package.variables:
        defaults["Client", setting.setting] = (setting.default,)
    for sent in package.parameters:
        defaults["Client", str(sent.setting)] = (sent.default,)
    return Signatures(
        defaults,
        {str(one.name): tuple(map(str, one.positional)) for one in package.operations},
        {
            (one.target.function, str(one.rename.old)): str(one.rename.new)
            for one in changes
            if one.rename and one.rename.kind == "argument"
        },
    )


def is_default(tree: SourceTree, value: cst.BaseExpression, defaults: tuple[object, ...]) -> bool:
    """Whether a value means the same as no value: None, `omit`, or the default."""
    match value:
        case cst.Name(value="None" | "omit") | cst.Attribute(attr=cst.Name(value="omit")):
            return True
    found = constant(tree, value)
    return any(found == one and type(found) is type(one) for one in defaults)


def name_positional(
    tree: SourceTree, offset: int, change: Change, known: Signatures
) -> list[TextEdit]:
    """Return the edits that name the arguments of a call from one on; none if it cannot be."""
    function = change.target.function
    names = known.positional.get(function, ())
    if change.target.argument not in names:
        return []
    first = names.index(change.target.argument)
    for call in _calls_around(tree, offset):
        if _mentions(call.func, function):
            positional = [one for one in call.args if one.keyword is None]
            if any(one.star for one in positional):
                return []
            pairs = zip(positional[first:], names[first:], strict=False)
            starts = [(tree.span(one)[0], known.name(function, name)) for one, name in pairs]
            return [TextEdit(start, start, f"{name}=") for start, name in starts]
    return []


def _calls_around(tree: SourceTree, offset: int) -> Iterator[cst.Call]:
    for node in tree.at(offset)[:1]:
        yield from (one for one in tree.around(node) if isinstance(one, cst.Call))


def _mentions(node: cst.BaseExpression, function: str) -> bool:
    """Whether an expression is a function, or a view of it: `f`, `client.f.aio`, `f.using(c)`."""
    match node:
        case cst.Name(value=name):
            return name == function
        case cst.Attribute(value=inner, attr=cst.Name(value=name)):
            return name == function or _mentions(inner, function)
        case cst.Call(func=inner):
            return _mentions(inner, function)
    return False
