"""Names and argument orders of an earlier run, which a later run keeps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.options import GroupBy


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


@dataclass(frozen=True, slots=True, order=True)
class OldName:
    """The old name of a function, which stays for a version, and the new one."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Division:
    """How operations are divided among groups.

    Attributes:
        by: None if nothing is divided yet.
        is_asked: the user or the profile said how; else the document decided.
        groups: by method and path, the group of each operation.
    """

    by: GroupBy | None = None
    is_asked: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)


NO_DIVISION = Division()


@dataclass(frozen=True, slots=True)
class History:
    """The names of inline schemas and functions, one for each place, and their arguments.

    Attributes:
        is_final: the functions have these names, also where the profile gives other ones by now.
        has_old_attributes: attributes and arguments with the name of a builtin type, such as
            `bytes`, have an underscore, as an older opgen named them.
    """

    schemas: frozenset[NamedSchema] = frozenset()
    positional: Mapping[str, PositionalArguments] = field(default_factory=dict)
    functions: frozenset[NamedFunction] = frozenset()
    division: Division = NO_DIVISION
    old_names: frozenset[OldName] = frozenset()
    is_final: bool = False
    has_old_attributes: bool = False

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each function, by method and path."""
        return {one.operation: one.name for one in self.functions}

    def of_package(self) -> History:
        """Return the history for the package that it is of, as an older opgen generated it."""
        return replace(self, is_final=True)


NO_HISTORY = History()
