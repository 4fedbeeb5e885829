"""What the expressions of an app are: a small inference that knows just the package.

It follows names to everything that they are bound to, wherever in their scope. Jedi, which infers
types of any code, sees nothing or another class behind the views of an operation.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses import members
from generator.uses.annotations import annotated
from generator.uses.calling import called
from generator.uses.parts import awaited, element, entered, item, narrowed, under
from generator.uses.scopes import (
    Annotated,
    Assigned,
    Collected,
    Defined,
    Element,
    Entered,
    Imported,
    Item,
    Key,
    Member,
    Narrowed,
    Own,
)
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    AppClass,
    AppFunction,
    AppInstance,
    AppModule,
    Display,
    Export,
    External,
    Keyed,
    PackageModule,
    Several,
    Unknown,
    constant,
    one,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.uses.modules import Modules
    from generator.uses.scopes import Binding, Scope, Step
    from generator.uses.surface import Surface
    from generator.uses.values import Value, Values

# Both are far above what people write, and keep a machine's code from taking all of the stack
# or all of the day.
_DEEPEST: Final = 40
_LONGEST: Final = 5000
_BUILTINS: Final = "builtins"


class Inference:
    """Works out expressions, each once."""

    def __init__(self, modules: Modules, surface: Surface) -> None:
        self.modules = modules
        self.surface = surface
        self._known: dict[tuple[ast.expr, Scope], Values] = {}
        self._passing: dict[tuple[ast.expr, Scope], Values] = {}
        self._naming: set[tuple[str, Scope]] = set()
        self._depth = 0
        self._steps = 0
        self._cut = 0

    def values(self, expression: ast.expr, scope: Scope) -> Values:
        """Return what an expression may be; `Unknown` among it where that is not all."""
        key = (expression, scope)
        if key in self._known:
            return self._known[key]
        if self._depth == 0:
            return self._asked(key)
        if key in self._passing:  # it depends on itself, or on what does
            self._cut += 1
            return self._passing[key]
        self._steps += 1
        if self._depth >= _DEEPEST or self._steps > _LONGEST:
            self._cut += 1
            return UNKNOWN
        return self._worked_out(key)

    def _asked(self, key: tuple[ast.expr, Scope]) -> Values:
        self._passing.clear()
        self._steps = self._cut = 0
        try:
            return self._worked_out(key)
        except RecursionError:
            return self._known.setdefault(key, UNKNOWN)

    def _worked_out(self, key: tuple[ast.expr, Scope]) -> Values:
        before = self._cut
        self._passing[key] = NOTHING
        self._depth += 1
        try:
            found = self._value(*key)
        finally:
            self._depth -= 1
        self._passing[key] = found
        # What was cut short by a loop is whole only for whoever asked first.
        if self._cut == before or self._depth == 0:
            self._known[key] = found
        return found

    def _value(self, node: ast.expr, scope: Scope) -> Values:
        match node:
            case ast.Name(name):
                found = self.name(name, scope)
            case ast.Attribute(base, name):
                found = self.each(base, scope, lambda value: members.member(self, value, name))
            case ast.Call():
                found = called(self, node, scope)
            case ast.Await(inner):
                found = self.each(inner, scope, awaited)
            case ast.Subscript(base, index):
                found = self._indexed(base, index, scope)
            case ast.Constant(value):
                found = constant(value)
            case _:
                found = self._composed(node, scope)
        return found

    def _composed(self, node: ast.expr, scope: Scope) -> Values:
        match node:
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                found = one(Display(node, scope))
            case ast.NamedExpr(value=value):
                found = self.values(value, scope)
            case ast.IfExp(body=body, orelse=other):
                found = self.values(body, scope) | self.values(other, scope)
            case ast.BoolOp(values=operands):
                found = NOTHING.union(*(self.values(each, scope) for each in operands))
            case ast.BinOp(left, ast.Add(), right):
                found = self.values(left, scope) | self.values(right, scope)
            case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)):
                found = constant(-number)
            case ast.ListComp(elt) | ast.SetComp(elt) | ast.GeneratorExp(elt):
                found = one(Several(self._inside(node, elt, scope)))
            case ast.DictComp(value=value):
                found = one(Keyed(self._inside(node, value, scope)))
            case _:
                found = UNKNOWN
        return found

    def _inside(self, node: ast.expr, made: ast.expr, scope: Scope) -> Values:
        inner = scope.module.inner.get(node)  # a comprehension in quotes has none
        return self.values(made, inner) if inner else UNKNOWN

    def each(self, node: ast.expr, scope: Scope, part: Callable[[Value], Values]) -> Values:
        """Return a part of whatever an expression may be."""
        return NOTHING.union(*(part(value) for value in self.values(node, scope)))

    def element(self, value: Value) -> Values:
        """Return what going through a value gives."""
        return element(value, self.values, self.surface)

    def _indexed(self, base: ast.expr, index: ast.expr, scope: Scope) -> Values:
        if isinstance(index, ast.Slice):
            return self.values(base, scope)
        match index:
            case ast.Constant(int(number)) | ast.UnaryOp(ast.USub(), ast.Constant(int(number))):
                at = number if isinstance(index, ast.Constant) else -number
                return self.each(
                    base,
                    scope,
                    lambda value: (
                        under(value, None, self.values, self.surface)
                        if isinstance(value, Keyed)
                        else item(value, at, self.values, self.surface)
                    ),
                )
            case ast.Constant(str(key)):
                return self.each(base, scope, lambda value: self.under(value, key))
            case _:
                return self.each(base, scope, self._somewhere)

    def _somewhere(self, value: Value) -> Values:
        found = self.element(value) | under(value, None, self.values, self.surface)
        return frozenset(each for each in found if not isinstance(each, Unknown)) or UNKNOWN

    def under(self, value: Value, key: str | None) -> Values:
        """Return what stands under a key of a value."""
        return under(value, key, self.values, self.surface)

    def bindings(self, name: str, scope: Scope) -> list[Binding]:
        """Return what a name is bound to where it is read."""
        home = scope.holding(name)
        if home is None:
            return []
        found: list[Binding] = list(home.names[name])
        inside: Scope | None = scope
        while inside:  # what functions add to a list of the scopes around them
            found += inside.collected.get(name, [])
            inside = None if inside is home else inside.parent
        return found

    def name(self, name: str, scope: Scope) -> Values:
        """Return what a name may be where it is read."""
        key = (name, scope)
        if key in self._naming:  # files that import it from each other
            self._cut += 1
            return NOTHING
        self._naming.add(key)
        try:
            return self._named(name, scope)
        finally:
            self._naming.discard(key)

    def _named(self, name: str, scope: Scope) -> Values:
        bound = self.bindings(name, scope)
        if bound:
            return NOTHING.union(*(self.bound(each) for each in bound))
        for star in scope.module.stars:
            found = self._starred(star, name)
            if found:
                return found
        return one(External((_BUILTINS, name), scope.path))

    def _starred(self, star: Imported, name: str) -> Values:
        for module in self._module(star):
            match module:
                case PackageModule():
                    found = self.surface.member(module, name)
                    return NOTHING if found == one(Export(name)) else found
                case AppModule(path):
                    found = self.name(name, self.modules.scopes[path])
                    built_in = one(External((_BUILTINS, name), path))
                    return NOTHING if found == built_in else found
                case _:
                    pass
        return NOTHING

    def _module(self, imported: Imported) -> Values:
        if imported.level:
            return self.modules.relative(imported.parts, imported.level, imported.path)
        return self.modules.absolute(imported.parts, imported.path)

    def bound(self, binding: Binding) -> Values:
        """Return what a name is bound to at one place."""
        match binding:
            case Assigned(value, scope, steps):
                found = self.values(value, scope)
                for step in steps:
                    found = NOTHING.union(*(self._step(each, step, scope) for each in found))
                return found
            case Annotated(annotation, scope, many):
                found = annotated(self, annotation, scope)
                if many:
                    return one(Several(found) if many == "item" else Keyed(found))
                return found
            case Imported(name=""):
                return self._module(binding)
            case Imported():
                modules = self._module(binding)
                return NOTHING.union(*(self._from(each, binding) for each in modules))
            case _:
                return self._own(binding)

    def _from(self, module: Value, imported: Imported) -> Values:
        if module == AppModule(imported.path):  # `from . import name` means what lies beside it
            return self.modules.below(imported.path.parent, (imported.name,))
        return members.member(self, module, imported.name)

    def _own(self, binding: Binding) -> Values:
        match binding:
            case Defined(ast.ClassDef() as node, scope) | Own(node, scope, False):
                return one(AppClass(node, scope))
            case Defined(ast.FunctionDef() | ast.AsyncFunctionDef() as node, scope):
                return one(AppFunction(node, scope))
            case Own(node, scope, True):
                return one(AppInstance(node, scope))
            case _:
                return UNKNOWN

    def _step(self, value: Value, step: Step, scope: Scope) -> Values:
        match step:
            case Element():
                found = self.element(value)
            case Item(index):
                found = item(value, index, self.values, self.surface)
            case Entered():
                found = entered(value)
            case Collected():
                found = one(Several(one(value)))
            case Key(key):
                found = self.under(value, key)
            case Member(name):
                found = members.member(self, value, name)
            case Narrowed(to):
                found = narrowed(value, self.values(to, scope), self.surface)
        return found
