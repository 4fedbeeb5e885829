"""Run a command for each client of a project: one that fails does not stop the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import click

from generator.commands.chosen_clients import check_report, clients_of
from generator.commands.printing import pluralize, report_content, write_report
from generator.commands.running import finish, watched
from generator.diagnostics import DiagnosticLog
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.commands.clients import Client
    from generator.commands.running import Outcome
    from generator.report import Report

Clients: TypeAlias = "tuple[Client, ...]"
Work: TypeAlias = "Callable[[Client, Run], None]"
"""What a command does for a client."""
WorkTogether: TypeAlias = "Callable[[Clients, Run], None]"
"""What a command does for clients that succeed or fail together."""


@dataclass(frozen=True, slots=True)
class Run:
    """The work for some clients.

    Attributes:
        log: what is found; it is printed at the end.
        reports: of the packages that are generated, by the name of the client.
    """

    log: DiagnosticLog = field(default_factory=DiagnosticLog)
    reports: dict[str, Report] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    """The clients that succeed or fail together, and what became of them."""

    clients: Clients
    reports: Mapping[str, Report]
    outcome: Outcome

    def to_json(self) -> Iterator[dict[str, object]]:
        """Yield the report of each client, with the diagnostics of all of them."""
        for client in self.clients:
            reports = [self.reports[client.name]] if client.name in self.reports else []
            found = report_content(reports, self.outcome.diagnostics, self.outcome.counts)
            yield {"client": client.name, **found}


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
        lambda clients, run: work(clients[0], run),
        lambda clients: [(one,) for one in clients],
    )


def run_together(
    arguments: Arguments,
    report: Path | None,
    work: WorkTogether,
    divide: Callable[[Clients], Sequence[Clients]],
) -> int:
    """Do some work for each part of the clients of a run, and return the exit code.

    With one client, what is printed and reported does not name it.

    Raises:
        UsageError: the arguments are wrong.
    """
    run = Run()
    clients: Clients = ()
    divided: Sequence[Clients] = ()
    with watched(run.log) as outcome:
        clients = clients_of(arguments, run.log)
        if report:
            check_report(report, clients)
        divided = divide(clients)
        if len(clients) == 1:
            work(clients, run)
    if outcome.code or len(clients) == 1:
        outcome.reports.extend(run.reports.values())
        return finish(outcome, report)
    parts = [_run(one, work) for one in divided]
    if report:
        write_report(report, {"clients": [one for part in parts for one in part.to_json()]})
    _print_failed(parts, len(clients))
    return max(one.outcome.code for one in parts)


def _run(clients: Clients, work: WorkTogether) -> _Part:
    run = Run()
    with watched(run.log, ", ".join(one.name for one in clients)) as outcome:
        work(clients, run)
    return _Part(clients, run.reports, outcome)


def _print_failed(parts: Iterable[_Part], count: int) -> None:
    """Print which of the clients failed, after all that was printed of each."""
    failed = [one.name for part in parts if part.outcome.code for one in part.clients]
    if failed:
        text = f"{len(failed)} of {pluralize(count, 'client')} failed: {', '.join(failed)}"
        click.echo(visible(text), err=True)
