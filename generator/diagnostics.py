"""What went wrong, where, why, and what to do: printed as a compiler does."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeAlias, TypedDict, Unpack

from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.diagnostic_codes import Code
    from generator.overlay_actions import OverlayAction

Help: TypeAlias = "str | Callable[[], str | None] | None"
"""What the user can do; a function if it takes time to find out."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_SHOWN = 80
_MESSAGE = 600
_TARGET = 2000
_WIDE = 120


class Severity(StrEnum):
    """How bad it is; only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; `line` and `column` count from 1, `diff` is what would change there."""

    file: str
    line: int
    column: int
    excerpt: tuple[tuple[int, str], ...] = ()
    diff: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`file:line:column`, as editors understand it."""
        return f"{visible(self.file)}:{self.line}:{self.column}"


class Located(Protocol):
    """A part of a document that can look up its location."""

    @property
    def pointer(self) -> tuple[str, ...]:
        """The keys from the root of the document to the part (RFC 6901, unescaped)."""

    def location(self) -> Location:
        """Return where the part is in the source."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, complete in itself.

    Attributes:
        is_fault: whether it is a local fault of the document.
        mend: the overlay actions that correct the document.
    """

    severity: Severity
    code: Code
    message: str
    location: Location | None = None
    trail: tuple[str, ...] = ()
    help: str | None = None
    is_fault: bool = False
    mend: tuple[OverlayAction, ...] = field(default=(), compare=False)

    def render(self) -> str:
        """The finding as lines for a terminal; nothing of a document can act in it."""
        prefix = f"{self.location}: " if self.location else ""
        lines = [f"{prefix}{self.severity}[{self.code}]: {clip(visible(self.message), _MESSAGE)}"]
        if self.location:
            lines += _excerpt(self.location)
        if self.trail:
            lines.append("  in " + " → ".join(clip(visible(step), _SHOWN) for step in self.trail))
        if self.help:
            lines.append(f"  help: {clip(visible(self.help), _MESSAGE)}")
        actions = [f"    {line}" for one in self.mend for line in one.lines()]
        if actions and all(len(line) <= _TARGET for line in actions):  # cut, they would be wrong
            lines += ["  overlay actions that correct it:", *actions]
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """The finding for `--report`."""
        place = self.location
        return {
            "severity": self.severity.value,
            "code": self.code,
            "message": clip(visible(self.message), _MESSAGE),
            "location": place and {"file": place.file, "line": place.line, "column": place.column},
            "trail": [visible(step) for step in self.trail],
            "help": self.help and visible(self.help),
            "fault": self.is_fault,
            "overlay": [one.to_json() for one in self.mend],
        }


class OpgenError(Exception):
    """The run failed; everything found until then is in `diagnostics`."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(each.render() for each in self.diagnostics))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A finding whose place is not looked up yet."""

    severity: Severity
    code: Code
    message: str
    at: Located | Location | None = None
    using: Located | None = None
    help: Help = field(default=None, compare=False)
    mend: tuple[OverlayAction, ...] = field(default=(), compare=False)
    is_fault: bool = False

    def complete(self) -> Diagnostic:
        """Look the place up."""
        place = self.at
        location = place if place is None or isinstance(place, Location) else place.location()
        user = self.using or (None if isinstance(place, Location) else place)
        steps = trail(user.pointer) if user else ()
        return Diagnostic(
            self.severity,
            self.code,
            self.message,
            location,
            steps,
            self.help() if callable(self.help) else self.help,
            is_fault=self.is_fault,
            mend=self.mend,
        )


class Details(TypedDict, total=False):
    """What a diagnostic says beyond its message.

    Attributes:
        at: the part of a document, or the location, that is wrong.
        using: the part through which `at` was reached; the trail names its place.
        help: what the user can do.
        mend: the overlay actions that correct the document; `document.mending` makes them.
    """

    at: Located | Location | None
    using: Located | None
    help: Help
    mend: tuple[OverlayAction, ...]


class DiagnosticLog:
    """What a run found, in order, each finding once.

    Places are looked up only when the findings are read, since finding a place
    may cost another reading of the document.

    Attributes:
        strict: whether a local fault of the document is an error.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._entries: dict[_Entry, Diagnostic | None] = {}

    def error(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log what makes the run fail."""
        self._add(Severity.ERROR, code, message, details)

    def warning(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log what the user should look at."""
        self._add(Severity.WARNING, code, message, details)

    def fault(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log a local fault of the document: what it does not touch is generated.

        It is a warning that is counted, or an error if the log is strict.
        """
        severity = Severity.ERROR if self.strict else Severity.WARNING
        self._add(severity, code, message, details, is_fault=True)

    def fail(self, code: Code, message: str, **details: Unpack[Details]) -> NoReturn:
        """Log an error after which the run cannot continue.

        Raises:
            OpgenError: always; it has everything that was logged.
        """
        self.error(code, message, **details)
        raise OpgenError(self.diagnostics)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything found until now."""
        for entry, done in self._entries.items():
            if done is None:
                self._entries[entry] = entry.complete()
        return tuple(done for done in self._entries.values() if done)

    @property
    def errors(self) -> int:
        """How many errors were logged.

        Faults do not count even if they are errors: the rest of the document may have more.
        """
        return sum(one.severity is Severity.ERROR and not one.is_fault for one in self._entries)

    @property
    def faults(self) -> int:
        """How many local faults of the document were logged."""
        return sum(entry.is_fault for entry in self._entries)

    def raise_errors(self, *, beyond: int = 0) -> None:
        """Raise when errors were logged, or more of them than there were before."""
        if self.errors > beyond:
            raise OpgenError(self.diagnostics)

    def raise_faults(self) -> None:
        """Raise at the end of a run if faults are errors."""
        if any(one.is_fault and one.severity is Severity.ERROR for one in self._entries):
            raise OpgenError(self.diagnostics)

    def _add(
        self,
        severity: Severity,
        code: Code,
        message: str,
        details: Details,
        *,
        is_fault: bool = False,
    ) -> None:
        entry = _Entry(severity, code, message, **details, is_fault=is_fault)
        self._entries.setdefault(entry, None)


def trail(pointer: Sequence[str]) -> tuple[str, ...]:
    """Name a place as a reader of the document would: the operation first."""
    steps = tuple(pointer)
    if steps[-1:] == ("$ref",):
        steps = steps[:-1]
    if len(steps) > 3 and steps[-1] == "schema" and steps[-3] == "content":
        steps = steps[:-3]
    if steps[:1] != ("paths",) or len(steps) == 1:
        return steps
    if len(steps) > 2 and steps[2] in METHODS:
        return (f"{steps[2].upper()} {steps[1]}", *steps[3:])
    return steps[1:]


def shown(text: str) -> str:
    """A text of a document in quotes, for a message: cut, on one line, harmless."""
    return f"'{clip(visible(text), _SHOWN)}'"


def clip(text: str, width: int) -> str:
    """Cut what is longer than `width`."""
    return text if len(text) <= width else text[: width - 1] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A help text that names what is like `word`, if anything is."""
    candidates = list(dict.fromkeys(known))
    lower = {name.lower(): name for name in reversed(candidates)}
    found = difflib.get_close_matches(word.lower(), lower, n=3, cutoff=0.6)
    if not found:
        return None
    return "did you mean " + " or ".join(shown(lower[name]) for name in found) + "?"


def _excerpt(location: Location) -> list[str]:
    width = max((len(str(number)) for number, _ in location.excerpt), default=0)
    start = max(0, location.column - _WIDE * 3 // 4)
    lines = []
    for number, text in location.excerpt:
        mark = " → " if number == location.line else "   "
        part = text[start : start + _WIDE]
        before = "…" if start and part else ""
        after = "…" if len(text) > start + _WIDE else ""
        lines.append(f"{mark}{number:>{width}} | {before}{visible(part)}{after}".rstrip())
    lines += [f"    {clip(visible(text), _WIDE)}" for text in location.diff]
    return lines
