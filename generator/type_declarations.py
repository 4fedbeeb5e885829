"""The types that a package declares, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.naming import Identifier
    from generator.python_types import PythonType
    from generator.schemas.shapes import ValuePath
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a class.

    Attributes:
        forward: its type names the class itself, or a definition that follows it.
        deprecated: the document marks it as deprecated; its description says so too.
        computed: how the package computes it, if it is a property without a value.
    """

    name: Identifier
    wire: Untrusted
    type: PythonType
    forward: bool
    required: bool
    description: Untrusted
    deprecated: bool
    computed: ValuePath | None = None


ListBase = Literal["ListOf", "NextPageOf", "PageOf"]
"""The classes of the runtime that lists have as their base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What makes a model a list, which yields its items.

    Attributes:
        base: the class of the runtime: its methods have other names than the members.
        item: the type of an item.
        items: the name of the attribute that has the items.
        flags: the attributes that say whether more pages follow, by keyword: `more` or `done`.
    """

    base: ListBase
    item: PythonType
    items: Identifier
    flags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataClass:
    """A pydantic model, or a TypedDict.

    Attributes:
        listing: what makes the model a list, if it is one.
        read_only: the names of the attributes that are not sent back, if a request has this schema.
        further: the dictionary of the other members of a model, if these have a type.
    """

    name: Identifier
    description: Untrusted
    attributes: tuple[Attribute, ...]
    read_only: tuple[Identifier, ...] = ()
    further: Attribute | None = None
    listing: Listing | None = None

    @property
    def all_attributes(self) -> tuple[Attribute, ...]:
        """The attributes, and that of the other members if these have a type."""
        return (*self.attributes, self.further) if self.further else self.attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name for a type; `lazy` if the type cannot be evaluated where the name is declared."""

    name: Identifier
    description: Untrusted
    type: PythonType
    lazy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedType:
    """A name for a type of the app.

    Attributes:
        module: as in `generator.schemas.shapes.Imported`.
        attribute: its name in the module.
        is_number: whether a value is a number in JSON.
    """

    name: Identifier
    description: Untrusted
    module: str
    attribute: Identifier
    is_number: bool


Declaration = DataClass | Alias | ImportedType


def types_in(one: Declaration) -> tuple[PythonType, ...]:
    """Return the types that a declaration holds."""
    match one:
        case DataClass():
            return tuple(each.type for each in one.all_attributes)
        case Alias():
            return (one.type,)
        case ImportedType():
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeModule:
    """A module of types, in an order in which all aliases evaluate.

    Attributes:
        groups: the groups that use it; empty if any group may.
        imports: the names that it uses, by the sibling module that defines them.
        late: the names of sibling modules that may import it: its annotations take them from the
            package, when they are evaluated.
    """

    name: Identifier
    groups: tuple[str, ...]
    imports: Mapping[Identifier, tuple[str, ...]]
    late: frozenset[str] = frozenset()
    definitions: tuple[Declaration, ...]
