"""Names and argument orders of an earlier run, which a later run keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, order=True)
class NamedSchema:
    """A schema that opgen named.

    Attributes:
        place: JSON pointer (RFC 6901) of the schema, with `*` for an index of a list. In another
            file than the document, the name of that file is before it.
        stem: the name that the schema would have if no other schema had it.
        digest: of the meaning of the schema.
    """

    name: str
    place: str
    stem: str
    digest: str


@dataclass(frozen=True, slots=True)
class PositionalArguments:
    """The positional arguments of the function of a path, and their names in the request."""

    path: str
    names: tuple[str, ...]
    wires: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class NamedFunction:
    """The function of an operation.

    Attributes:
        stem: the name that the function would have if no other operation had it.
        operation: method and path.
    """

    name: str
    stem: str
    operation: str


@dataclass(frozen=True, slots=True)
class History:
    """The names of inline schemas and functions, one for each place, and their arguments."""

    schemas: frozenset[NamedSchema] = frozenset()
    positional: Mapping[str, PositionalArguments] = field(default_factory=dict)
    functions: frozenset[NamedFunction] = frozenset()


NO_HISTORY = History()
