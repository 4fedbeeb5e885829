"""What the parts of the inference ask of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import ast

    from generator.uses.modules import Modules
    from generator.uses.scopes import Binding, Scope
    from generator.uses.surface import Surface
    from generator.uses.values import Value, Values


class Infer(Protocol):
    """Works out expressions."""

    modules: Modules
    surface: Surface

    def values(self, expression: ast.expr, scope: Scope) -> Values:
        """Return what an expression may be; `Unknown` among it where that is not all."""

    def name(self, name: str, scope: Scope) -> Values:
        """Return what a name may be where it is read."""

    def bindings(self, name: str, scope: Scope) -> list[Binding]:
        """Return what a name is bound to where it is read."""

    def bound(self, binding: Binding) -> Values:
        """Return what a name is bound to at one place."""

    def element(self, value: Value) -> Values:
        """Return what going through a value gives."""

    def under(self, value: Value, key: str | None) -> Values:
        """Return what stands under a key of a value."""
