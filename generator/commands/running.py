"""Run a command: show progress, print diagnostics, write the report, set the exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from generator.commands.printing import print_diagnostics, report_content, write_report
from generator.deep_stack import with_deep_stack
from generator.diagnostics import Location, OpgenError
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic, DiagnosticLog, Kind
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.report import Report


def run_pipeline(options: Options, log: DiagnosticLog) -> Generated:
    """Generate a package in memory, with a progress bar on a terminal."""
    from generator.pipeline import generate  # noqa: PLC0415  not needed for --help
    from generator.write.lock import read_history  # noqa: PLC0415  as above

    history = read_history(options.output)
    with progress_bar(options) as progress:
        return generate(options, log, progress, history=history)


@contextmanager
def progress_bar(options: Options, times: int = 1) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows the next stage; the bar is visible on a terminal only.

    All stages are done as often as `times` says.
    """
    from generator.pipeline import STAGES  # noqa: PLC0415  not needed for --help

    with click.progressbar(
        length=len(STAGES) * times,
        label=options.package,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda stage: stage,
        show_eta=False,
    ) as bar:
        done = -1

        def progress(stage: str) -> None:
            nonlocal done
            done += 1
            bar.update(1 if done else 0, current_item=stage)

        yield progress
        bar.update(1)


@dataclass(slots=True)
class Outcome:
    """What a run generated and found; `diagnostics` and `counts` are complete at its end.

    Attributes:
        reports: of the packages that it generated.
        code: the exit code.
    """

    reports: list[Report] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()
    counts: Counter[Kind] = field(default_factory=Counter)
    code: int = 0

    def to_json(self) -> dict[str, object]:
        """Return the report of the run."""
        return report_content(self.reports, self.diagnostics, self.counts)


@contextmanager
def reporting(log: DiagnosticLog, report: Path | None) -> Iterator[list[Report]]:
    """Print the diagnostics at the end, write the report, and exit with 1 after an error.

    The yielded list receives the report of what was generated.
    """
    with watched(log) as outcome:
        yield outcome.reports
    exit_with(finish(outcome, report))


def finish(outcome: Outcome, report: Path | None) -> int:
    """Write the report of a run, and return its exit code."""
    if report:
        write_report(report, outcome.to_json())
    return outcome.code


def exit_with(code: int) -> None:
    """End the command if the exit code is not 0."""
    if code:
        raise click.exceptions.Exit(code)


@contextmanager
def watched(log: DiagnosticLog, title: str = "") -> Iterator[Outcome]:
    """Yield the outcome of a run, which an error ends; print the diagnostics after the title."""
    with watched_together([(title, log)]) as (outcome,):
        yield outcome


@contextmanager
def watched_together(logs: Sequence[tuple[str, DiagnosticLog]]) -> Iterator[list[Outcome]]:
    """Yield the outcomes of parts of a run, all of which an error ends.

    At the end, print the diagnostics of each part after its title. The first one has also those
    that are in no log.
    """
    outcomes = [Outcome() for _ in logs]
    raised: tuple[Diagnostic, ...] = ()
    code = 0
    try:
        with _exceptions_as_diagnostics(logs[0][1]):
            yield outcomes
    except OpgenError as error:
        raised, code = error.diagnostics, 1
    except click.exceptions.Exit as end:
        code = end.exit_code
    _complete(outcomes, [log for _, log in logs], raised)
    for (title, _), outcome in zip(logs, outcomes, strict=True):
        outcome.code = code
        if title and outcome.diagnostics:
            click.echo(visible(f"{title}:"), err=True)
        print_diagnostics(outcome.diagnostics, outcome.counts)


@with_deep_stack  # places are as deep as the document
def _complete(
    outcomes: Sequence[Outcome], logs: Sequence[DiagnosticLog], raised: Iterable[Diagnostic]
) -> None:
    for outcome, log in zip(outcomes, logs, strict=True):
        outcome.diagnostics, outcome.counts = log.diagnostics, log.counts
    known = {one for outcome in outcomes for one in outcome.diagnostics}
    others = [one for one in dict.fromkeys(raised) if one not in known]
    outcomes[0].diagnostics = (*dict.fromkeys(outcomes[0].diagnostics), *others)
    outcomes[0].counts = outcomes[0].counts + Counter(one.kind for one in others)


@contextmanager
def _exceptions_as_diagnostics(log: DiagnosticLog) -> Iterator[None]:
    """Turn every exception into a diagnostic: users see no traceback."""
    try:
        yield
    except (OpgenError, click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except RecursionError:
        log.fail("too-deep", "the document is nested too deeply")
    except OSError as error:
        place = Location(str(error.filename), 1, 1) if error.filename else None
        reason = os.strerror(error.errno) if error.errno else str(error)
        log.fail(
            "system",
            reason,
            at=place,
            help="check permissions and free space; TMPDIR is the folder for temporary files",
        )
    except Exception as error:
        if os.environ.get("OPGEN_TRACEBACK"):
            raise
        log.fail(
            "internal",
            f"{type(error).__name__}: {error}",
            help="this is a bug in opgen; set OPGEN_TRACEBACK=1 to see the traceback",
        )
