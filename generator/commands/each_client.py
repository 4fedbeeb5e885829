"""Run a command for each client of a project: one that fails does not stop the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import click

from generator.commands.chosen_clients import check_report, clients_of
from generator.commands.printing import write_report
from generator.commands.running import finish, watched, watched_together
from generator.diagnostics import DiagnosticLog
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.commands.clients import Client
    from generator.commands.running import Outcome
    from generator.report import Report

Clients: TypeAlias = "tuple[Client, ...]"
Work: TypeAlias = "Callable[[ClientRun], None]"
"""What a command does for a client."""
WorkTogether: TypeAlias = "Callable[[Sequence[ClientRun]], None]"
"""What a command does for clients that succeed or fail together."""


@dataclass(slots=True)
class ClientRun:
    """The work for a client.

    Attributes:
        log: what is found; it is printed at the end.
        report: of the package, once it is generated.
    """

    client: Client
    log: DiagnosticLog = field(default_factory=DiagnosticLog)
    report: Report | None = None


def run_each(arguments: Arguments, report: Path | None, work: Work) -> int:
    """Do some work for each client of a run, print what is found, and write the report.

    Returns:
        The exit code.

    Raises:
        UsageError: the arguments are wrong.
    """
    return run_together(
        arguments,
        report,
        lambda runs: work(runs[0]),
        lambda clients: [(one,) for one in clients],
    )


def run_together(
    arguments: Arguments,
    report: Path | None,
    work: WorkTogether,
    divide: Callable[[Clients], Sequence[Clients]],
) -> int:
    """Do some work for each part of the clients of a run, and return the exit code.

    `divide` returns the parts, which may have more clients than were chosen. With one client, what
    is printed and reported does not name it.

    Raises:
        UsageError: the arguments are wrong.
    """
    log = DiagnosticLog()
    divided: Sequence[Clients] = ()
    is_only = False
    with watched(log) as outcome:
        clients = clients_of(arguments, log)
        if report:
            check_report(report, clients)
        divided = divide(clients)
        if is_only := sum(map(len, divided)) == 1:
            run = ClientRun(divided[0][0], log)
            try:
                work([run])
            finally:
                outcome.reports += [run.report] if run.report else []
    if outcome.code or is_only:
        return finish(outcome, report)
    done = [one for part in divided for one in _run(part, work)]
    if report:
        content = [{"client": run.client.name, **found.to_json()} for run, found in done]
        write_report(report, {"clients": content})
    _print_failed(done)
    return max(found.code for _, found in done)


def _run(clients: Clients, work: WorkTogether) -> list[tuple[ClientRun, Outcome]]:
    """Do some work for a part of the clients; return what became of each."""
    runs = [ClientRun(one) for one in clients]
    with watched_together([(one.client.name, one.log) for one in runs]) as outcomes:
        work(runs)
    done = [*zip(runs, outcomes, strict=True)]
    for run, outcome in done:
        outcome.reports += [run.report] if run.report else []
    return done


def _print_failed(done: Sequence[tuple[ClientRun, Outcome]]) -> None:
    """Print which of the clients failed, after all that was printed of each."""
    failed = [run.client.name for run, outcome in done if outcome.code]
    if failed:
        text = f"{len(failed)} of {len(done)} clients failed: {', '.join(failed)}"
        click.echo(visible(text), err=True)
