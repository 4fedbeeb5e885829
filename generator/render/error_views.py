"""The package's `_errors.py`: the errors of statuses, with the type of their body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.python_types import optional
from generator.render.annotations import Printer
from generator.reserved_names import ANY_STATUS_ERROR, EVENT_ERROR, STATUS_ERRORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir import ErrorBody
    from generator.render.annotations import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """The body of an error: what a type checker sees, and what the body is read as."""

    annotation: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """The error of a status; `body` is None where it is that of any error."""

    name: str
    status: str
    about: str
    body: BodyView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """The module: the base, whose body is that of any error, and the errors of statuses.

    Attributes:
        event: the body of an error in a stream; None if it has no type.
    """

    base: str
    body: BodyView | None
    of_event: str
    event: BodyView | None
    errors: tuple[ErrorView, ...]
    imports: tuple[Import, ...]
    modules: tuple[str, ...]


def errors_view(bodies: Sequence[ErrorBody]) -> ErrorsView:
    """Decide everything about the module of errors."""
    printer = Printer()
    views = {one.error: _body(one, printer) for one in bodies}
    last = list(STATUS_ERRORS)[-1]
    return ErrorsView(
        base=ANY_STATUS_ERROR,
        body=views.get(ANY_STATUS_ERROR),
        of_event=EVENT_ERROR,
        event=views.get(EVENT_ERROR),
        errors=tuple(
            ErrorView(
                name=name,
                status=status,
                about=f"Status {status} and above." if status == last else f"Status {status}.",
                body=views.get(name),
            )
            for status, name in STATUS_ERRORS.items()
        ),
        imports=printer.imports(),
        modules=tuple(sorted(printer.names & {"components"})),
    )


def _body(one: ErrorBody, printer: Printer) -> BodyView:
    return BodyView(annotation=printer.type(optional(one.type)), type=printer.type(one.type))
