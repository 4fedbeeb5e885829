"""What an earlier run gave its package, so that a later one does not take it away again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, order=True)
class NamedSchema:
    """A schema that was given a name.

    Attributes:
        name: the class or alias.
        place: the way to the schema, as a JSON pointer (RFC 6901) with `*` for a place in a list;
            the name of another file than the document goes before it.
        stem: the name that it would have had, if nothing else had it.
        digest: of what the schema says of a value.
    """

    name: str
    place: str
    stem: str
    digest: str


@dataclass(frozen=True, slots=True)
class Positions:
    """The arguments of a function that are given by position, and the path that it calls.

    Attributes:
        wires: what each is called in the request.
    """

    path: str
    names: tuple[str, ...]
    wires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The names of schemas that the document does not name, and orders of arguments.

    Attributes:
        schemas: each place of each name.
        positional: by function.
    """

    schemas: frozenset[NamedSchema] = frozenset()
    positional: Mapping[str, Positions] = field(default_factory=dict)


NO_HISTORY = History()
