"""What assignments, loops and patterns bind."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.uses.scopes import (
    Annotated,
    Assigned,
    Element,
    Item,
    Key,
    Member,
    Narrowed,
    Opaque,
    Own,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.uses.scopes import Binding, FunctionNode, Scope, Step


def bind_target(
    target: ast.expr, value: ast.expr, scope: Scope, read_in: Scope, steps: tuple[Step, ...]
) -> None:
    """Bind whatever a target names to its part of a value that is read in another scope."""
    waiting = [(target, steps)]
    while waiting:
        one, taken = waiting.pop()
        match one:
            case ast.Name(name):
                scope.bind(name, Assigned(value, read_in, taken))
            case ast.Starred(inner):
                waiting.append((inner, taken[:-1]))
            case ast.Tuple(elements) | ast.List(elements):
                waiting += [(part, (*taken, step)) for part, step in _parts(elements)]
            case ast.Attribute():
                bind_attribute(one, Assigned(value, read_in, taken), scope)
            case _:
                pass


def _parts(elements: list[ast.expr]) -> Iterator[tuple[ast.expr, Step]]:
    """Yield the targets of an unpacking; those behind a star are counted from the end."""
    starred = next((i for i, one in enumerate(elements) if isinstance(one, ast.Starred)), None)
    for index, one in enumerate(elements):
        behind = starred is not None and index > starred
        yield one, Item(index - len(elements) if behind else index)


def bind_attribute(target: ast.Attribute, binding: Binding, scope: Scope) -> None:
    """Bind `self.name` for the class of the method it stands in."""
    owner = scope.self_of(target.value.id) if isinstance(target.value, ast.Name) else None
    if owner:
        owner.attributes.setdefault(target.attr, []).append(binding)


def bind_parameters(node: FunctionNode | ast.Lambda, scope: Scope, inside: Scope) -> None:
    """Bind the parameters of a function: by their annotations, which are read outside of it."""
    given = node.args
    listed = [*given.posonlyargs, *given.args]
    for one in (*listed, *given.kwonlyargs):
        inside.bind(one.arg, _parameter(one, scope))
    if given.vararg:
        inside.bind(given.vararg.arg, _parameter(given.vararg, scope, "item"))
    if given.kwarg:
        inside.bind(given.kwarg.arg, _parameter(given.kwarg, scope, "keyed"))
    if scope.kind == "class" and listed and not isinstance(node, ast.Lambda):
        _bind_own(node, listed[0].arg, scope, inside)


def _parameter(one: ast.arg, scope: Scope, many: str = "") -> Binding:
    if one.annotation is None:
        return Opaque()
    if many:
        return Annotated(one.annotation, scope, "item" if many == "item" else "keyed")
    return Annotated(one.annotation, scope)


def _bind_own(node: FunctionNode, name: str, scope: Scope, inside: Scope) -> None:
    marks = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
    owner = scope.node
    if "staticmethod" in marks or not isinstance(owner, ast.ClassDef) or scope.parent is None:
        return
    instance = "classmethod" not in marks and node.name != "__new__"
    inside.names[name] = [Own(owner, scope.parent, instance)]
    if instance:
        inside.instance = (name, scope)


def bind_pattern(pattern: ast.pattern, subject: ast.expr, scope: Scope) -> None:
    """Bind the names that a pattern captures."""
    waiting: list[tuple[ast.pattern, tuple[Step, ...]]] = [(pattern, ())]
    while waiting:
        one, steps = waiting.pop()
        waiting += [(part, (*steps, *further)) for part, further in _inside(one)]
        match one:
            case ast.MatchAs(pattern=inner, name=str(name)):
                scope.bind(name, Assigned(subject, scope, (*steps, *_class_of(inner))))
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                scope.bind(name, Opaque())
            case _:
                pass


def _class_of(pattern: ast.pattern | None) -> tuple[Step, ...]:
    """Return the narrowing that a named pattern does."""
    return (Narrowed(pattern.cls),) if isinstance(pattern, ast.MatchClass) else ()


def _inside(pattern: ast.pattern) -> Iterator[tuple[ast.pattern, tuple[Step, ...]]]:
    match pattern:
        case ast.MatchAs(pattern=ast.pattern() as inner):
            yield inner, ()
        case ast.MatchOr(patterns):
            yield from ((one, ()) for one in patterns)
        case ast.MatchSequence(patterns):
            yield from ((one, (Element(),)) for one in patterns)
        case ast.MatchMapping(keys, patterns):
            for key, one in zip(keys, patterns, strict=True):
                name = key.value if isinstance(key, ast.Constant) else None
                yield one, (Key(name) if isinstance(name, str) else Element(),)
        case ast.MatchClass(cls, patterns, names, named):
            # Of the package's classes only those with one value are matched by position.
            yield from ((one, (Narrowed(cls), Member("value"))) for one in patterns)
            for name, one in zip(names, named, strict=True):
                yield one, (Narrowed(cls), Member(name))
        case _:
            pass
