"""Compare the bodies of errors: the attribute `data` of their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import judge
from generator.reserved_names import ANY_STATUS_ERROR, ERRORS, STATUS_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.alternatives import Comparison
    from generator.diff.change import Code
    from generator.ir import Errors
    from generator.schemas.shapes import Shape


def compare_errors(before: Errors, after: Errors, responses: Comparison) -> Iterator[Finding]:
    """Yield the changes of each class, but for those that are the same for any error."""
    every = _body(before, ANY_STATUS_ERROR), _body(after, ANY_STATUS_ERROR)
    for name in (ANY_STATUS_ERROR, *STATUS_ERRORS.values()):
        old, new = _body(before, name), _body(after, name)
        target = Target(module=ERRORS, type=name, attribute="data", direction="response")
        if name != ANY_STATUS_ERROR and (old, new) == every:
            continue
        if old and new:
            for one in judge(responses.difference(old, new), "response"):
                is_wider = one.change == "widened"
                code: Code = "attribute-widened" if is_wider else "attribute-narrowed"
                yield Finding(code, one.kind, one.message, target, certain=one.certain)
        elif old and name == ANY_STATUS_ERROR:
            message = "attribute `data` removed"
            yield Finding("attribute-removed", Kind.BREAKING, message, target)
        elif new and name == ANY_STATUS_ERROR:
            yield Finding("attribute-added", Kind.ADDITIVE, "new attribute `data`", target)


def _body(errors: Errors, name: str) -> Shape | None:
    """Return the shape of the body of a class of errors."""
    shapes = {one.error: one.shape for one in errors.bodies}
    return shapes.get(name, shapes.get(ANY_STATUS_ERROR))
