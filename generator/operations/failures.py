"""Recognise failures that a service reports with a status of success.

The response has a flag, such as `ok`, and the document shows that a false one is a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.profiles.failures import Failure
from generator.schemas import named_shapes, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.naming import Identifier
    from generator.schemas.shapes import Definition, ObjectDefinition, Shape

_FLAGS: Final = ("ok", "success", "succeeded", "successful", "isSuccess", "is_success")
_REASONS: Final = frozenset(
    (
        *("error", "errors", "err", "errorCode", "errorMessage", "errorDescription", "errorType"),
        *("error_code", "error_message", "error_description", "error_type", "error_msg"),
    )
)
"""Members that say why a call failed."""
_CODES: Final = ("error_code", "errorCode", "status_code", "statusCode", "code", "status")
_SHARE: Final = 0.5  # of the operations with JSON: then the flag is that of an envelope of all
_BOOLEANS: Final = (
    shapes.Scalar("bool"),
    *(shapes.Enumeration(values) for values in ((True,), (True, False), (False, True))),
)
_FALSE: Final = shapes.Enumeration((False,))
_TRUE: Final = shapes.Enumeration((True,))


@dataclass(frozen=True, slots=True)
class FoundFailure:
    """How the body of an operation's response reports a failure.

    Attributes:
        rule: what the body of a failure has.
        result: the shape of a success.
        bodies: the shapes of a failure, as far as they are those of a response of success.
    """

    rule: Failure
    result: Shape
    bodies: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class FailureFinder:
    """Finds the failures of operations.

    Attributes:
        envelopes: the flags that most of the operations have.
    """

    definitions: Mapping[str, Definition]
    envelopes: frozenset[str]

    @classmethod
    def of(
        cls, results: Sequence[Shape | None], definitions: Mapping[str, Definition]
    ) -> FailureFinder:
        """Return the finder for a document, by the results of its operations."""
        known = [list(_objects(one, definitions)) for one in results if one]
        counts = {
            flag: sum(any(_flag(one, flag) for one in each) for each in known) for flag in _FLAGS
        }
        wide = (flag for flag, count in counts.items() if count >= _SHARE * len(known))
        return cls(definitions, frozenset(wide))

    def find(self, result: Shape | None, errors: Iterable[Shape]) -> FoundFailure | None:
        """Return how a response of success reports a failure; None if nothing shows that it does.

        Args:
            result: the shape of the response.
            errors: those of the responses of errors.
        """
        if result is None:
            return None
        successes = list(_objects(result, self.definitions))
        declared = [each for one in errors for each in _objects(one, self.definitions)]
        for flag in _FLAGS:
            failed = [one for one in successes if self._shape(one, flag) == _FALSE]
            good = [one for one in successes if one not in failed]
            if failed and good:
                return self._found(flag, result, failed, declared)
            if self._is_plain(flag, good, declared):
                bodies = [] if self._is_true(flag, good) or not _says_why(good) else good
                return self._found(flag, result, bodies, declared)
        return None

    def _is_plain(
        self, flag: str, good: list[ObjectDefinition], declared: list[ObjectDefinition]
    ) -> bool:
        """Whether a false flag can only be a failure."""
        if not good or not all(self._shape(one, flag) in _BOOLEANS for one in good):
            return False
        return (
            self._is_true(flag, good)
            or any(_flag(one, flag) for one in declared)
            or (_says_why(good) and (flag == "ok" or flag in self.envelopes))
        )

    def _is_true(self, flag: str, good: list[ObjectDefinition]) -> bool:
        return all(self._shape(one, flag) == _TRUE for one in good)

    def _found(
        self,
        flag: str,
        result: Shape,
        failed: list[ObjectDefinition],
        declared: list[ObjectDefinition],
    ) -> FoundFailure:
        integers = {
            each.wire
            for one in (*failed, *declared)
            for each in one.properties
            if self._is_integer(each.shape)
        }
        code = next((name for name in _CODES if name in integers), None)
        names = {one.name for one in failed}
        remaining = _without(result, names, self.definitions) or result
        bodies = tuple(shapes.Named(one.name) for one in failed)
        return FoundFailure(Failure(when={flag: False}, code=code), remaining, bodies)

    def _shape(self, one: ObjectDefinition, flag: str) -> Shape | None:
        """Return the shape of a flag, without null."""
        found = _flag(one, flag)
        return named_shapes.without_null(found, self.definitions) if found else None

    def _is_integer(self, shape: Shape) -> bool:
        end = named_shapes.without_null(shape, self.definitions)
        if isinstance(end, shapes.Enumeration):
            return all(type(one) is int for one in end.values)
        return end == shapes.Scalar("int")


def _says_why(good: list[ObjectDefinition]) -> bool:
    return all(_REASONS & {each.wire for each in one.properties} for one in good)


def _flag(one: ObjectDefinition, flag: str) -> Shape | None:
    return next((each.shape for each in one.properties if each.wire == flag), None)


def _objects(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[ObjectDefinition]:
    """Yield the objects that a value of a shape can be."""
    for one in named_shapes.alternatives(shape, definitions):
        if found := named_shapes.object_behind(one, definitions):
            yield found


def _without(
    shape: Shape, names: set[Identifier], definitions: Mapping[str, Definition]
) -> Shape | None:
    """Return a shape without the variants with these names; None if nothing remains."""
    variants = named_shapes.alternatives(shape, definitions)
    remaining = [
        one for one in variants if not (isinstance(one, shapes.Named) and one.name in names)
    ]
    if remaining == variants:
        return shape
    found = shapes.any_of(remaining)
    is_nullable = isinstance(named_shapes.target(shape, definitions), shapes.Nullable)
    return shapes.nullable(found) if found and is_nullable else found
