"""Whether what an app writes out is right for the later package too."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import Anything
from generator.uses.entries import entries
from generator.uses.scopes import Assigned, Collected, Imported
from generator.uses.values import Constant, Display

if TYPE_CHECKING:
    from generator.schemas.shapes import Array, Shape
    from generator.uses.infer import Infer
    from generator.uses.later import Later
    from generator.uses.scopes import Binding, Scope
    from generator.uses.values import Value, Values

_DEEPEST: Final = 30


@dataclass(frozen=True, slots=True)
class Fitting:
    """Holds what is written out against the shapes of the later package."""

    infer: Infer
    later: Later
    _known: dict[tuple[ast.expr, Scope, Shape], bool] = field(default_factory=dict)

    def fits(self, node: ast.expr, scope: Scope, shape: Shape, depth: int = 0) -> bool:
        """Whether an expression certainly is of a shape: what the code does not tell is not."""
        key = (node, scope, shape)
        if key not in self._known and depth < _DEEPEST:
            self._known[key] = False  # what holds itself cannot be known
            self._known[key] = self._fits(node, scope, shape, depth + 1)
        return self._known.get(key, False)

    def _fits(self, node: ast.expr, scope: Scope, shape: Shape, depth: int) -> bool:
        found = False
        match node:
            case _ if Anything() in self.later.options(shape):
                found = True
            case ast.IfExp(body=body, orelse=other):
                found = all(self.fits(each, scope, shape, depth) for each in (body, other))
            case ast.NamedExpr(value=value):
                found = self.fits(value, scope, shape, depth)
            case ast.Name(name) if name not in scope.module.altered:
                bound = self.infer.bindings(name, scope)
                found = bool(bound) and all(self._bound(each, shape, depth) for each in bound)
            case ast.Attribute(attr=name) if name not in scope.module.altered:
                found = self._elsewhere(self.infer.values(node, scope), name, shape, depth)
            case ast.Constant() | ast.UnaryOp() | ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                found = self._all(self.infer.values(node, scope), shape, depth)
            case ast.Call():
                # What a function returns it may have altered before; `dict()` has nothing before.
                values = self.infer.values(node, scope)
                found = values == {Display(node, scope)} and self._all(values, shape, depth)
            case _:
                pass
        return found

    def _bound(self, binding: Binding, shape: Shape, depth: int) -> bool:
        match binding:
            case Assigned(value, scope, ()):
                return self.fits(value, scope, shape, depth)
            case Assigned(value, scope, (Collected(),)):
                lists = self.later.lists(shape)
                return any(self.fits(value, scope, each.items, depth) for each in lists)
            case Assigned():
                return self._all(self.infer.bound(binding), shape, depth)
            case Imported(name=name):
                return self._elsewhere(self.infer.bound(binding), name, shape, depth)
            case _:
                return False

    def _elsewhere(self, values: Values, name: str, shape: Shape, depth: int) -> bool:
        """Whether what perhaps another file binds to a name fits, and is not altered there."""
        displays = (each for each in values if isinstance(each, Display))
        altered = any(name in each.scope.module.altered for each in displays)
        return not altered and self._all(values, shape, depth)

    def _all(self, values: Values, shape: Shape, depth: int) -> bool:
        return bool(values) and all(self._value(each, shape, depth) for each in values)

    def _value(self, value: Value, shape: Shape, depth: int) -> bool:
        match value:
            case Constant(found):
                return self.later.takes(shape, found)
            case Display(ast.List(elts) | ast.Tuple(elts) | ast.Set(elts), scope):
                return any(
                    all(self._item(each, scope, whole, depth) for each in elts)
                    for whole in self.later.lists(shape)
                )
            case Display() if not _is_spread(value):
                return self._dictionary(value, shape, depth)
            case _:
                return False

    def _item(self, node: ast.expr, scope: Scope, whole: Array, depth: int) -> bool:
        if isinstance(node, ast.Starred):
            return self.fits(node.value, scope, whole, depth)
        return self.fits(node, scope, whole.items, depth)

    def _dictionary(self, display: Display, shape: Shape, depth: int) -> bool:
        given = entries(self.infer, display)
        found = given.by_key
        return not given.open and any(
            all(self.fits(found[key].value, found[key].scope, shapes[key], depth) for key in found)
            for shapes in self.later.keyed(shape, found.keys())
        )


def _is_spread(display: Display) -> bool:
    """Whether a dictionary holds another one: that one may have been altered before."""
    match display.node:
        case ast.Dict(keys=keys):
            return None in keys
        case ast.Call(args=args, keywords=keywords):
            return bool(args) or any(one.arg is None for one in keywords)
        case _:
            return False
