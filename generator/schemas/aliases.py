"""Define names for inline shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.naming import Identifier
from generator.schemas.names import OwnName
from generator.schemas.shapes import AliasDefinition, Anything, Named
from generator.schemas.shared_aliases import with_common_description

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.document.document import Node
    from generator.schemas.names import InlineNames
    from generator.schemas.shapes import Definitions, Shape
    from generator.text import Untrusted


class Aliases:
    """Adds aliases to the definitions.

    Args:
        definitions: all definitions so far.
        names: gives aliases their names.
        describe: returns the description of a schema.
    """

    def __init__(
        self, definitions: Definitions, names: InlineNames, describe: Callable[[Node], Untrusted]
    ) -> None:
        self._definitions = definitions
        self._names = names
        self._describe = describe

    def define(self, node: Node, shape: Shape, name: str, *, is_single: bool = True) -> Shape:
        """Define an alias for an inline shape, unless it is the whole of a definition."""
        if isinstance(name, OwnName):
            return shape
        claimed, is_new = self._names.claim(node, name, shape, is_single=is_single)
        alias = self._alias(claimed, shape, node)
        known = alias if is_new else self._definitions.get(claimed)
        if isinstance(known, AliasDefinition):
            self._definitions[claimed] = with_common_description(known, [alias])
        return Named(claimed)

    def open(self, node: Node, name: str) -> Named:
        """Return the name of a shape that is being read and contains itself."""
        if isinstance(name, OwnName):
            return Named(Identifier(name))
        claimed, is_new = self._names.claim(node, name, ("contains itself", node))
        if is_new:
            self._definitions[claimed] = self._alias(claimed, Anything(), node)
        return Named(claimed)

    def close(self, named: Named, shape: Shape, name: str) -> Shape:
        """Define a name that `open` returned, now that the shape is read."""
        if isinstance(name, OwnName):
            return shape
        alias = self._definitions[named.name]
        if isinstance(alias, AliasDefinition) and alias.shape == Anything():
            self._definitions[named.name] = replace(alias, shape=shape)
        return named

    def _alias(self, name: Identifier, shape: Shape, node: Node) -> AliasDefinition:
        description = self._describe(node)
        return AliasDefinition(
            name=name, shape=shape, description=description, node=node, inline=True
        )
