"""Run what a command does: progress, findings, report, and the right exit code."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from generator.commands.printing import print_diagnostics, write_report
from generator.diagnostics import Location, OpgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from generator.diagnostics import Diagnostic, DiagnosticLog
    from generator.options import Options
    from generator.pipeline import Generated


def run_pipeline(options: Options, log: DiagnosticLog) -> Generated:
    """Run the pipeline, with a bar on a terminal."""
    from generator.pipeline import STAGES, generate  # noqa: PLC0415  --help needs nothing of it
    from generator.write.lock import history_of  # noqa: PLC0415  as above

    history = history_of(options.output)
    with progress_bar(options.package, len(STAGES)) as progress:
        return generate(options, log, progress, history=history)


@contextmanager
def progress_bar(label: str, stages: int) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal; it moves when it is told of the next stage."""
    with click.progressbar(
        length=stages,
        label=label,
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


@contextmanager
def reporting(log: DiagnosticLog, report: Path | None) -> Iterator[list[Generated]]:
    """Print what was found, write the report, and end with the right code."""
    made: list[Generated] = []
    found: tuple[Diagnostic, ...] = ()
    code = 0
    try:
        with _as_diagnostics(log):
            yield made
    except OpgenError as error:
        found, code = error.diagnostics, 1
    except click.exceptions.Exit as end:
        code = end.exit_code
    found = tuple(dict.fromkeys((*log.diagnostics, *found)))
    print_diagnostics(found)
    if report:
        write_report(report, [one.report for one in made], found)
    if code:
        raise click.exceptions.Exit(code)


@contextmanager
def _as_diagnostics(log: DiagnosticLog) -> Iterator[None]:
    """No traceback reaches a user, whatever goes wrong."""
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
            help="look at permissions and free space; TMPDIR names the folder for temporary files",
        )
    except Exception as error:
        if os.environ.get("OPGEN_TRACEBACK"):
            raise
        log.fail(
            "internal",
            f"{type(error).__name__}: {error}",
            help="this is a defect of opgen; OPGEN_TRACEBACK=1 shows where it lies",
        )
