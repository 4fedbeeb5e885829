"""What went wrong, where, why, and what to do: printed as a compiler does."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, TypeAlias, TypedDict, Unpack

from generator.places import WIDTH, excerpt_lines, trail
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.diagnostic_codes import Code
    from generator.overlay_actions import OverlayAction

Help: TypeAlias = "str | Callable[[], str | None] | None"
"""What the user can do; a function if it takes time to find out."""

MOST_PRINTED: Final = 20  # of one kind
MOST_REPORTED: Final = 1000  # of one kind; more are only counted
_SHOWN = 80
_MESSAGE = 600
_LENGTHS = 20  # names that differ more in length are not alike
_CANDIDATES = 5000
_TARGET = 2000


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

    def lines(self) -> list[str]:
        """Return the excerpt and the difference as lines for a terminal."""
        lines = excerpt_lines(self.excerpt, self.line, self.column)
        return lines + [f"    {clip(visible(text), WIDTH)}" for text in self.diff]


class Located(Protocol):
    """A part of a document that can look up its location."""

    @property
    def pointer(self) -> tuple[str, ...]:
        """The keys from the root of the document to the part (RFC 6901, unescaped)."""

    def location(self) -> Location:
        """Return where the part is in the source."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What findings are counted by."""

    severity: Severity
    code: Code
    is_fault: bool = False


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

    @property
    def kind(self) -> Kind:
        """What it is counted by."""
        return Kind(self.severity, self.code, self.is_fault)

    def render(self) -> str:
        """The finding as lines for a terminal; nothing of a document can act in it."""
        prefix = f"{self.location}: " if self.location else ""
        lines = [f"{prefix}{self.severity}[{self.code}]: {clip(visible(self.message), _MESSAGE)}"]
        if self.location:
            lines += self.location.lines()
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
    """The run failed; what was found until then is in `diagnostics`."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        """Return all diagnostics as text."""
        return "\n".join(each.render() for each in self.diagnostics)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A finding whose place is not looked up yet."""

    kind: Kind
    message: str
    at: Located | Location | None = None
    using: Located | None = None
    help: Help = field(default=None, compare=False)
    mend: tuple[OverlayAction, ...] = field(default=(), compare=False)

    def complete(self, *, is_printed: bool) -> Diagnostic:
        """Look the place up, and the help if it takes time only if that is printed."""
        place = self.at
        location = place if place is None or isinstance(place, Location) else place.location()
        user = self.using or (None if isinstance(place, Location) else place)
        steps = trail(user.pointer) if user else ()
        advice = self.help
        if callable(advice):
            advice = advice() if is_printed else None
        kind = self.kind
        return Diagnostic(
            kind.severity,
            kind.code,
            self.message,
            location,
            steps,
            advice,
            kind.is_fault,
            self.mend,
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
        counts: the number of findings of each kind, those included that are only counted.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.counts: Counter[Kind] = Counter()
        self._entries: list[tuple[_Entry, bool]] = []
        self._complete: list[Diagnostic] = []
        self._seen: set[int] = set()

    def error(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log what makes the run fail."""
        self._add(Kind(Severity.ERROR, code), message, details)

    def warning(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log what the user should look at."""
        self._add(Kind(Severity.WARNING, code), message, details)

    def fault(self, code: Code, message: str, **details: Unpack[Details]) -> None:
        """Log a local fault of the document: what it does not touch is generated.

        It is a warning that is counted, or an error if the log is strict.
        """
        severity = Severity.ERROR if self.strict else Severity.WARNING
        self._add(Kind(severity, code, is_fault=True), message, details)

    def fail(self, code: Code, message: str, **details: Unpack[Details]) -> NoReturn:
        """Log an error after which the run cannot continue.

        Raises:
            OpgenError: always; it has everything that was logged.
        """
        self.error(code, message, **details)
        raise OpgenError(self.diagnostics)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything found until now, at most `MOST_REPORTED` of a kind."""
        for entry, is_printed in self._entries[len(self._complete) :]:
            self._complete.append(entry.complete(is_printed=is_printed))
        return tuple(self._complete)

    @property
    def errors(self) -> int:
        """How many errors were logged.

        Faults do not count even if they are errors: the rest of the document may have more.
        """
        return self._count(lambda kind: kind.severity is Severity.ERROR and not kind.is_fault)

    @property
    def faults(self) -> int:
        """How many local faults of the document were logged."""
        return self._count(lambda kind: kind.is_fault)

    def raise_errors(self, *, beyond: int = 0) -> None:
        """Raise when errors were logged, or more of them than there were before."""
        if self.errors > beyond:
            raise OpgenError(self.diagnostics)

    def raise_faults(self) -> None:
        """Raise at the end of a run if faults are errors."""
        if self._count(lambda kind: kind.is_fault and kind.severity is Severity.ERROR):
            raise OpgenError(self.diagnostics)

    def _count(self, is_counted: Callable[[Kind], bool]) -> int:
        return sum(count for kind, count in self.counts.items() if is_counted(kind))

    def _add(self, kind: Kind, message: str, details: Details) -> None:
        entry = _Entry(kind, message, **details)
        identity = hash(entry)
        if identity in self._seen:
            return
        self._seen.add(identity)
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_REPORTED:
            self._entries.append((entry, self.counts[kind] <= MOST_PRINTED))


def shown(text: str) -> str:
    """A text of a document in quotes, for a message: cut, on one line, harmless."""
    return f"'{clip(visible(text), _SHOWN)}'"


def clip(text: str, width: int) -> str:
    """Cut what is longer than `width`."""
    return text if len(text) <= width else text[: width - 1] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A help text that names what is like `word`, if anything is."""
    close = (name for name in dict.fromkeys(known) if abs(len(name) - len(word)) <= _LENGTHS)
    candidates = list(islice(close, _CANDIDATES)) if len(word) <= _SHOWN else []
    lower = {name.lower(): name for name in reversed(candidates)}
    found = difflib.get_close_matches(word.lower(), lower, n=3, cutoff=0.6)
    if not found:
        return None
    return "did you mean " + " or ".join(shown(lower[name]) for name in found) + "?"
