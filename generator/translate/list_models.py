"""The models that are lists: the responses of paged operations, and others that are only a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.naming import Identifier
from generator.python_types import NONE, Generic, Reference, options_of
from generator.translate.page_lists import LISTS, is_named, list_of
from generator.translate.page_members import words_of
from generator.translate.page_parts import PageParts
from generator.translate.page_rules import more_of
from generator.type_declarations import Alias, DataClass, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator import ir
    from generator.operations.reader import ReadOperation
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition
    from generator.translate.page_members import Member
    from generator.type_declarations import Declaration, ListBase, TypeModule

_ABOUT_LISTS: Final = frozenset(
    """
    after before count cursor end first has id items kind last limit link links meta metadata more
    next object offset page pagination paging per prev previous self size skip start token total
    type uri url
    """.split()  # noqa: SIM905  a list would fill forty lines
)
"""Words of the members that a list has next to its items."""
_METHODS: Final = frozenset(("aio", "get_next_page", "has_next_page"))
_NEXT_PAGE: Final = "next_page"


class _Places(NamedTuple):
    """The attributes of a page that have its items, and the flags for more pages."""

    items: str
    more: str = ""
    done: str = ""


def with_lists(
    modules: Sequence[TypeModule],
    operations: Iterable[tuple[ReadOperation, ir.Operation]],
    definitions: Mapping[str, Definition],
) -> tuple[TypeModule, ...]:
    """Return the modules of models, in which the models of lists are such."""
    found = _places_by_model(operations, definitions)
    return tuple(_with_lists(module, found) for module in modules)


def _with_lists(module: TypeModule, found: Mapping[str, _Places]) -> TypeModule:
    aliases = {one.name: one.type for one in module.definitions if isinstance(one, Alias)}

    def declared(one: Declaration) -> Declaration:
        places = found.get(one.name)
        if places is None or not isinstance(one, DataClass):
            return one
        return replace(one, listing=_listing(one, places, aliases))

    return replace(module, definitions=tuple(map(declared, module.definitions)))


def _places_by_model(
    operations: Iterable[tuple[ReadOperation, ir.Operation]], definitions: Mapping[str, Definition]
) -> dict[str, _Places]:
    """Return where each model has its items; operations that disagree leave it as it is."""
    found: dict[str, _Places] = {}
    disputed: set[str] = set()
    for read, one in operations:
        name = _model_of(one.returns)
        places = _places(read, one, definitions) if name else None
        if name is None or places is None:
            continue
        known = found.setdefault(name, places)
        if known.items != places.items:
            disputed.add(name)
        elif not (known.more or known.done):
            found[name] = places
    return {name: one for name, one in found.items() if name not in disputed}


def _model_of(returns: PythonType) -> str | None:
    """Return the model that an operation returns; it may return None as well."""
    match [one for one in options_of(returns) if one != NONE]:
        case [Reference("components", name)]:
            return name
        case _:
            return None


def _places(
    read: ReadOperation, one: ir.Operation, definitions: Mapping[str, Definition]
) -> _Places | None:
    """Return where the response of an operation has its items; None if it is not a list."""
    if one.pages is None:
        return _places_without_pages(read, definitions)
    given = {key: value for key, value in one.pages.pager.keywords if isinstance(value, str)}
    items = given.get("items", "")
    is_own = bool(items) and "." not in items
    return _Places(items, given.get("more", ""), given.get("done", "")) if is_own else None


def _places_without_pages(
    read: ReadOperation, definitions: Mapping[str, Definition]
) -> _Places | None:
    """Return where a response has its items, if it is only a list.

    A model that happens to have a list has other members too, which are not about the list. They
    do not count next to a flag for pages, if the list is called as such lists are.
    """
    if read.responses.json is None:
        return None
    parts = PageParts.of(read, definitions)
    items = list_of(parts)
    if items is None or len(items.names) != 1:
        return None
    flags = {key: str(value) for key, value in more_of(parts, items).items()}
    is_usual, is_only = items.called in LISTS, all(map(_is_about_lists, _others(parts)))
    if not (is_usual and (flags or is_only)) and not (is_only and is_named(items, parts)):
        return None
    return _Places(items.attribute_path, flags.get("more", ""), flags.get("done", ""))


def _others(parts: PageParts) -> Iterator[Member]:
    """Yield the members of a response that are not lists."""
    return (one for one in parts.members if len(one.names) == 1 and one.kind != "list")


def _is_about_lists(one: Member) -> bool:
    return one.called != "id" and _ABOUT_LISTS.issuperset(words_of(one.wires[-1:]))


def _listing(
    model: DataClass, places: _Places, aliases: Mapping[Identifier, PythonType]
) -> Listing | None:
    """Return what makes a model a list; None if its module does not have the type of its items."""
    own = next((one for one in model.attributes if one.name == places.items), None)
    item = _item(own.type, aliases) if own else None
    if item is None:
        return None
    names = {one.name for one in model.all_attributes}
    base: ListBase = "PageOf" if _NEXT_PAGE in names else "NextPageOf"
    flags = {"more": places.more, "done": places.done}
    return Listing(
        base="ListOf" if _METHODS & names else base,
        item=item,
        items=Identifier(places.items),
        flags=tuple((key, one) for key, one in flags.items() if one),
    )


def _item(listed: PythonType, aliases: Mapping[Identifier, PythonType]) -> PythonType | None:
    """Return the type of the items of a list that may be null, or have a name in the module."""
    match [one for one in options_of(listed) if one != NONE]:
        case [Reference("components", name)] if name in aliases:
            others = {key: one for key, one in aliases.items() if key != name}
            return _item(aliases[name], others)
        case [Generic("list", (item,))]:
            return item
        case _:
            return None
