"""The types of what a caller may give: arguments, and members of TypedDicts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator import python_types as py
from generator.schemas import named_shapes, shapes
from generator.types.reachable import travelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from generator.naming import Identifier
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, ScalarKind, Shape

_SCALARS: Final[Mapping[ScalarKind, tuple[PythonType, ...]]] = {
    "str": (py.STR,),
    "int": (py.Name("int"),),
    "float": (py.Name("float"),),
    "bool": (py.Name("bool"),),
    "datetime": (py.Name("Datetime"), py.STR),
    "date": (py.Name("Date"), py.STR),
    "uuid": (py.Name("UUID"), py.STR),
}
# Strings of other formats are given as other types than they are returned as.
_PLAIN: Final = tuple(shapes.Scalar(kind) for kind in ("str", "int", "float", "bool"))
# A list or a dictionary is given as anything iterable, or as any mapping.
_NOT_SHARED: Final = (
    *(shapes.Anything, shapes.Array, shapes.Dictionary, shapes.Tuple, shapes.Scalar),
)
_ITERABLES: Final = ("Iterable", "Values")
# A union of more options would hide the other arguments of a signature.
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class RequestTypes:
    """Types of arguments and of TypedDict members.

    An object may be given as a dictionary or, where responses hold it too, as their model;
    a list as anything iterable, but strings never as one string.

    Attributes:
        shared: names of the definitions that are the same type in both directions.
        models: names of the definitions whose models in `components` have all that is required.
        files: the types of what is bytes.
        file_holders: names of the definitions that hold a file.
        is_open: whether an object may have members without a name, if these have a type.
    """

    definitions: Mapping[str, Definition]
    shared: Collection[str]
    models: Collection[str]
    files: tuple[PythonType, ...] = (py.Name("File"),)
    file_holders: Collection[str] = ()
    is_open: bool = True

    def with_text_for_files(self) -> RequestTypes:
        """Return these types, for what is sent as JSON: a file may also be given as text."""
        return replace(self, files=(py.Name("File"), py.STR))

    def in_full(self, shape: Shape) -> PythonType:
        """Return the type of an argument: a short unnamed union is spelled out."""
        match shape:
            case shapes.Nullable(inner):
                return py.optional(self.in_full(inner))
            case shapes.Array(items):
                return self._array(items, self.in_full(items))
            case _:
                short = self.brief(self._unnamed_union(shape) or shape)
                return short if len(py.options_of(short)) <= _SHORT else self.brief(shape)

    def brief(self, shape: Shape) -> PythonType:
        """Return the type of a member: an unnamed union is referred to by its generated name."""
        return py.union(self._options(shape))

    def _options(self, shape: Shape) -> Iterator[PythonType]:
        match shape:
            case shapes.Anything():
                yield py.OBJECT
            case shapes.Null():
                yield py.NONE
            case shapes.Scalar(kind):
                yield from self.files if kind == "bytes" else _SCALARS[kind]
            case shapes.Enumeration(values):
                yield py.LiteralOf(values)
            case shapes.Array() | shapes.Tuple():
                yield from self._lists(shape)
            case shapes.Dictionary(values):
                yield py.Generic("Mapping", (py.STR, self.brief(values)))
            case shapes.Nullable(inner):
                yield from self._options(inner)
                yield py.NONE
            case shapes.Named(name):
                yield from self._names(name)
            case shapes.Union(variants):
                spelled = self._spelled_out(variants)
                options = [option for one in spelled for option in self._options(one)]
                # the open end comes last: `Models | str`
                yield from sorted(_joined(options), key=lambda one: (one == py.NONE, one == py.STR))

    def _spelled_out(self, variants: Iterable[Shape]) -> list[Shape]:
        """Return the variants; of several lists or dictionaries, none by a name of its own."""
        ends = [(one, named_shapes.target(one, self.definitions)) for one in variants]
        for kind in (shapes.Array, shapes.Dictionary):
            if sum(isinstance(end, kind) for _, end in ends) > 1:
                ends = [
                    (end if isinstance(end, kind) and not self._is_recursive(one) else one, end)
                    for one, end in ends
                ]
        return [one for one, _ in ends]

    def _is_recursive(self, shape: Shape) -> bool:
        end = named_shapes.target(shape, self.definitions)
        return end is not shape and shape in named_shapes.reachable([end], self.definitions)

    def _names(self, name: Identifier) -> Iterator[PythonType]:
        if name in self.shared:
            yield py.Reference("components", name)
            return
        yield py.Reference("params", name)
        definition = self.definitions[name]
        if not isinstance(definition, shapes.ObjectDefinition):
            return
        if name in self.models:
            yield py.Reference("components", name)
        if definition.further and self.is_open:  # a TypedDict has no other members
            yield py.Generic("Mapping", (py.STR, self._any_member(definition, definition.further)))

    def _any_member(self, definition: shapes.ObjectDefinition, further: Shape) -> PythonType:
        """Return the type of the value of any member of an object; `object` if it is long."""
        inner = replace(self, is_open=False)
        members = (one.shape for one in travelling(definition, "request"))
        one = py.union(map(inner.brief, (*members, further)))
        return one if len(py.options_of(one)) <= _SHORT else py.OBJECT

    def _lists(self, shape: shapes.Array | shapes.Tuple) -> Iterator[PythonType]:
        if isinstance(shape, shapes.Array):
            yield self._array(shape.items, self.brief(shape.items))
            return
        types = tuple(map(self.brief, shape.items))
        yield py.Generic("tuple", types)
        # To type checkers, `[…]` is a list of any length.
        any_item = py.union(types) if types else py.NONE
        yield py.Generic("list", (py.OBJECT if py.OBJECT in types else any_item,))

    def _array(self, items: Shape, item: PythonType) -> PythonType:
        ends = [named_shapes.target(part, self.definitions) for part in shapes.parts(items)]
        kinds = {end.kind for end in ends if isinstance(end, shapes.Scalar)}
        is_text = not kinds.isdisjoint(("str", "bytes"))
        return py.Generic("Values" if is_text and py.STR in py.walk(item) else "Iterable", (item,))

    def _unnamed_union(self, shape: Shape) -> shapes.Union | None:
        """Return the union that an alias names, if the document does not name it."""
        definition = self.definitions[shape.name] if isinstance(shape, shapes.Named) else None
        if not isinstance(definition, shapes.AliasDefinition) or not definition.inline:
            return None
        return definition.shape if isinstance(definition.shape, shapes.Union) else None


def _joined(options: Sequence[PythonType]) -> Sequence[PythonType]:
    """Return the options with at most one list and one dictionary if one holds TypedDicts.

    Mypy does not find the TypedDict of a literal if there is another list or dictionary. A `list`
    is left out if anything iterable is an option.
    """
    if any(_is_generic(one, _ITERABLES) for one in options):
        options = [one for one in options if not _is_generic(one, ("list",))]
    return _with_one(_with_one(options, _ITERABLES), ("Mapping",))


def _with_one(options: Sequence[PythonType], names: Collection[str]) -> Sequence[PythonType]:
    """Return the options with one generic type of these names, if one has TypedDicts."""
    several = [one for one in options if isinstance(one, py.Generic) and one.name in names]
    parts = (part for one in several for part in py.walk(one))
    if len(several) < 2 or not any(map(_is_typed_dict, parts)):
        return options
    name = "Values" if any(one.name == "Values" for one in several) else several[0].name
    *keys, _ = several[0].arguments
    whole = py.Generic(name, (*keys, py.union(one.arguments[-1] for one in several)))
    return [whole if one == several[0] else one for one in options if one not in several[1:]]


def _is_generic(one: PythonType, names: Collection[str]) -> bool:
    return isinstance(one, py.Generic) and one.name in names


def _is_typed_dict(one: PythonType) -> bool:
    return isinstance(one, py.Reference) and one.module == "params"


def shared_aliases(definitions: Mapping[str, Definition]) -> frozenset[str]:
    """Return the definitions that are the same type in both directions, and so in `components`.

    These are names for constants and plain scalars, but no definition that
    contains itself.
    """
    waiting = {
        name: {str(part.name) for part in parts if isinstance(part, shapes.Named)}
        for name, definition in definitions.items()
        if isinstance(definition, shapes.AliasDefinition)
        if (parts := list(shapes.parts(definition.shape)))
        if all(part in _PLAIN or not isinstance(part, _NOT_SHARED) for part in parts)
    }
    users: defaultdict[str, list[str]] = defaultdict(list)
    for name, used in waiting.items():
        for each in used:
            users[each].append(name)
    found: set[str] = set()
    ready = [name for name, used in waiting.items() if not used]
    while ready:
        found.add(name := ready.pop())
        for user in users[name]:
            waiting[user].discard(name)
            ready += [] if waiting[user] else [user]
    return frozenset(found)
