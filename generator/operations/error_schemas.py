"""Read the schemas of error responses: a few of them serve the whole document."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.operations.error_events import error_events
from generator.operations.failures import FailureFinder, FoundFailure
from generator.operations.media import MediaReader
from generator.operations.media_types import kind_of
from generator.operations.responses import error_responses
from generator.reserved_names import ANY_STATUS_ERROR, EVENT_ERROR, STATUS_ERRORS
from generator.schemas.meanings import text_of
from generator.schemas.shapes import Anything, Null, Nullable, Union

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.document.document import Node
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.inputs import Inputs
    from generator.naming import Identifier
    from generator.operations.responses import Responses
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Degradation, Shape

_NAME: Final = "ErrorBody"
_RANGES: Final = {"4XX": "Client", "5XX": "Server", "DEFAULT": ""}

_SHORT_UNION: Final = 3

_Shapes: TypeAlias = "Mapping[str, tuple[Shape, ...]]"
"""The shapes of the errors of one operation that are JSON, by status in upper case."""


@dataclass(slots=True)
class _Users:
    """Where a schema is the body of an error."""

    statuses: set[str] = field(default_factory=set)
    operations: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name of an inline schema, without its statuses."""
        status = next(iter(self.statuses)) if len(self.statuses) == 1 else "DEFAULT"
        if status in STATUS_ERRORS:
            return f"{STATUS_ERRORS[status]}Body"
        return f"{_RANGES.get(status, f'Status{status}')}{_NAME}"


@dataclass(frozen=True, slots=True)
class ReadErrors:
    """The errors of all operations.

    Attributes:
        bodies: the shape of the body of any error, and of each class of errors with another one.
        places: for each of these, the shapes that it can have, and where the document has them.
        schemas: the number of schemas.
        operations: the number of operations with such an error.
        degradations: found in the errors of each operation.
        failures: how the response of each operation reports a failure with a status of success.
    """

    bodies: Mapping[str, Shape]
    places: Mapping[str, tuple[tuple[Shape, Node], ...]]
    schemas: int
    operations: int
    degradations: list[tuple[Degradation, ...]]
    failures: list[FoundFailure | None]


def read_errors(
    inputs: Inputs,
    schemas: SchemaReader,
    named: Mapping[str, Identifier],
    responses: Sequence[Responses],
) -> ReadErrors:
    """Read the schemas of errors of a document; `responses` are those of successes.

    Do so once all else is read: then no name of a response depends on an error.
    """
    operations, root = inputs.selection.operations, inputs.document.root
    reader = _ErrorReader(operations, schemas, inputs.resolver, named)
    shapes: list[_Shapes] = []
    degradations: list[tuple[Degradation, ...]] = []
    for one in operations:
        before = len(schemas.degradations)
        shapes.append(reader.shapes(one.node))
        degradations.append(tuple(schemas.degradations[before:]))
    finder = FailureFinder.of([one.json for one in responses], schemas.definitions)
    failures = [
        finder.find(one.json, (shape for several in each.values() for shape in several))
        for one, each in zip(responses, shapes, strict=True)
    ]
    by_error = _by_error(_with_failures(shapes, failures))
    streams = [one.stream.shape for one in responses if one.stream]
    # A stream whose errors are not described has probably those of the responses.
    in_events = error_events(streams, schemas.definitions) or by_error.get(ANY_STATUS_ERROR, ())
    by_error |= {EVENT_ERROR: in_events} if streams and in_events else {}
    return ReadErrors(
        bodies={name: reader.union(root, name, several) for name, several in by_error.items()},
        places={
            name: tuple((one, reader.nodes.get(one, root)) for one in several)
            for name, several in by_error.items()
        },
        schemas=len(by_error.get(ANY_STATUS_ERROR, ())),
        operations=sum(map(bool, shapes)),
        degradations=degradations,
        failures=failures,
    )


class _ErrorReader:
    def __init__(
        self,
        operations: Sequence[SelectedOperation],
        schemas: SchemaReader,
        resolver: Resolver,
        named: Mapping[str, Identifier],
    ) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._media = MediaReader(schemas, resolver)
        self._users: defaultdict[str, _Users] = defaultdict(_Users)
        for one in operations:
            for status, schema in self._declared(one.node):
                users = self._users[_text(schema)]
                users.statuses.add(status)
                users.operations.add(named[one.key])
        self.nodes: dict[Shape, Node] = {}
        self._names = Counter(one.name for one in self._users.values())

    def shapes(self, operation: Node) -> _Shapes:
        """Return the shapes of the errors of an operation."""
        found: defaultdict[str, dict[Shape, None]] = defaultdict(dict)
        for status, schema in self._declared(operation):
            shape = self._schemas.read(schema, self._name(schema))
            shape = shape.shape if isinstance(shape, Nullable) else shape
            if not isinstance(shape, (Anything, Null)):
                found[status][shape] = None
                self.nodes.setdefault(shape, schema)
        return {status: tuple(shapes) for status, shapes in found.items()}

    def union(self, root: Node, error: str, shapes: tuple[Shape, ...]) -> Shape:
        """Return the shape of the bodies of a class of errors; many get a name."""
        if len(shapes) <= _SHORT_UNION:
            return shapes[0] if len(shapes) == 1 else Union(shapes)
        name = f"Any{error.removeprefix('APIStatus').removeprefix('API')}Body"
        return self._schemas.alias(root, Union(shapes), name, is_single=False)

    def _declared(self, operation: Node) -> Iterator[tuple[str, Node]]:
        """Yield each schema of an error that is JSON, with its status."""
        for status, declared in error_responses(operation):
            response = self._resolver.resolve(declared, "response")
            for name, media in self._media.media_of(response).items() if response else ():
                schema = media.get("schema")
                if schema and kind_of(name, self._media.schema_of(media)) == "json":
                    yield status.upper(), schema

    def _name(self, schema: Node) -> str:
        """Return the name of an inline schema: equal ones share it.

        Of several that differ, one that a single operation has is named after that, too.
        """
        users = self._users[_text(schema)]
        is_own = self._names[users.name] > 1 and len(users.operations) == 1
        return next(iter(users.operations)) + users.name if is_own else users.name


def _with_failures(
    operations: Sequence[_Shapes], failures: Sequence[FoundFailure | None]
) -> list[_Shapes]:
    """Return the shapes of errors with those of failures that have a status of success.

    Where almost each operation has a shape of its own, a union of them says nothing.
    """
    added = dict.fromkeys(body for one in failures if one for body in one.bodies)
    if len(added) > _SHORT_UNION:
        return list(operations)
    return [
        {**each, "DEFAULT": (*each.get("DEFAULT", ()), *one.bodies)} if one else each
        for each, one in zip(operations, failures, strict=True)
    ]


def _text(schema: Node) -> str:
    return text_of(schema.value, schema.document)


def _by_error(operations: Sequence[_Shapes]) -> dict[str, tuple[Shape, ...]]:
    """Return the shapes of any error, and of each class of errors that has not all of them."""
    every = tuple(
        dict.fromkeys(shape for one in operations for each in one.values() for shape in each)
    )
    found = {ANY_STATUS_ERROR: every} if every else {}
    for status, name in STATUS_ERRORS.items():
        of_status = {shape for one in operations for shape in _applicable(one, status)}
        shapes = tuple(shape for shape in every if shape in of_status)
        if shapes and shapes != every:
            found[name] = shapes
    return found


def _applicable(declared: _Shapes, status: str) -> Iterator[Shape]:
    """Yield the shapes that a status, or any status of 500 and above, has in an operation."""
    kind = f"{status[0]}XX"
    own = [status] if status in declared else [kind]
    if status == "500":
        own = [one for one in declared if one.startswith(status[0])]
    is_complete = kind in declared or (status in declared and status != "500")
    for one in own if is_complete else (*own, "DEFAULT"):
        yield from declared.get(one, ())
