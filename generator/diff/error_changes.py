"""Compare the bodies of errors: the attribute `data` of their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import finding_of, judge
from generator.reserved_names import ANY_STATUS_ERROR, ERRORS, EVENT_ERROR, STATUS_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.alternatives import Comparison
    from generator.document.document import Node
    from generator.ir import ErrorBody, Errors


def compare_errors(before: Errors, after: Errors, responses: Comparison) -> Iterator[Finding]:
    """Yield the changes of each class, but for those that are the same for any error."""
    every = _body(before, ANY_STATUS_ERROR), _body(after, ANY_STATUS_ERROR)
    for name in (ANY_STATUS_ERROR, EVENT_ERROR, *STATUS_ERRORS.values()):
        old, new = _body(before, name), _body(after, name)
        own = ANY_STATUS_ERROR, EVENT_ERROR
        if name not in own and (old, new) == every:
            continue
        target = Target(module=ERRORS, type=name, attribute="data", direction="response")
        places = _place(old, new), _place(new, old)
        if old and new:
            for one in judge(responses.difference(old.shape, new.shape), "response"):
                yield finding_of(one, "attribute", target, places)
        elif old and name in own:
            message = "attribute `data` removed"
            yield Finding("attribute-removed", Kind.BREAKING, message, target, *places)
        elif new and name in own:
            message = "new attribute `data`"
            yield Finding("attribute-added", Kind.ADDITIVE, message, target, *places)


def _body(errors: Errors, name: str) -> ErrorBody | None:
    """Return the body of a class of errors."""
    bodies = {one.error: one for one in errors.bodies}
    return bodies.get(name, None if name == EVENT_ERROR else bodies.get(ANY_STATUS_ERROR))


def _place(one: ErrorBody | None, other: ErrorBody | None) -> Node | None:
    """Return the place of a shape that the other body does not have, else of the first one."""
    others = [shape for shape, _ in other.places] if other else []
    places = one.places if one else ()
    new = (node for shape, node in places if shape not in others)
    return next(new, None) or next((node for _, node in places), None)
