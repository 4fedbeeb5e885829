"""The command: arguments, printing, exit codes. Nothing else prints.

Exit codes: 0 done; 1 the document or the check failed; 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

import click

from generator.config import SELECTING, Settings, check_package_name, make_options, project_settings
from generator.diagnostics import DiagnosticLog, Location, OpgenError
from generator.printing import (
    groups_as_json,
    groups_as_text,
    plain,
    print_diagnostics,
    print_differences,
    print_made,
    write_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.config import Options
    from generator.diagnostics import Diagnostic
    from generator.pipeline import Generated

_FILE = click.Path(path_type=Path)


class _Arguments(TypedDict):
    """The command line of `generate` and `check`."""

    spec: Path | None
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    all: bool
    overlays: tuple[Path, ...]
    profile: str | None
    output: Path | None
    templates: Path | None
    report: Path | None


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `generate` and `check` share."""
    for decorate in reversed(
        (
            click.argument("spec", required=False, type=_FILE),
            click.option(
                "--group",
                "groups",
                multiple=True,
                metavar="NAME",
                help="An API group: the first segment of a path. May be repeated.",
            ),
            click.option(
                "--tag", "tags", multiple=True, metavar="NAME", help="Operations with a tag."
            ),
            click.option(
                "--path",
                "paths",
                multiple=True,
                metavar="GLOB",
                help="Operations whose path is like GLOB, e.g. '/threads/*'.",
            ),
            click.option("--all", is_flag=True, help="Every operation."),
            click.option(
                "--overlay",
                "overlays",
                multiple=True,
                metavar="FILE",
                type=_FILE,
                help="An OpenAPI Overlay to apply first. May be repeated.",
            ),
            click.option(
                "--profile",
                metavar="NAME",
                help="What the API needs beyond its document; 'none' for nothing.",
            ),
            click.option(
                "--output",
                metavar="DIR",
                type=_FILE,
                help="The package's folder; its last part is the package's name.",
            ),
            click.option(
                "--templates",
                metavar="DIR",
                type=_FILE,
                help="Templates to use before the built-in ones.",
            ),
            click.option("--report", metavar="FILE", type=_FILE, help="Write a report as JSON."),
        )
    ):
        command = decorate(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="opgen", prog_name="opgen", message="%(prog)s %(version)s")
def main() -> None:
    """Write a typed Python client package from an OpenAPI document.

    One function per operation. Without SPEC, everything is taken from [tool.opgen] in the
    nearest pyproject.toml; what the command line says comes first.
    """


@main.command()
@_options
def generate(**arguments: Unpack[_Arguments]) -> None:
    """Write the package of SPEC's chosen operations to --output.

    What was there before stays as it is until the new package is complete.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with _reporting(log, arguments["report"]) as report:
        options = _chosen(arguments, log)
        made = _run(options, log)
        report.append(made)
        from generator.write.package import write_package  # noqa: PLC0415  --help needs nothing of it

        written = write_package(made.files, options.output, log)
        print_made(made.report, written, options.output, time.perf_counter() - started)


@main.command()
@_options
def check(**arguments: Unpack[_Arguments]) -> None:
    """Tell whether the package on disk is what the inputs give; write nothing.

    Exits with 1 and a short difference when it is not.
    """
    log = DiagnosticLog()
    with _reporting(log, arguments["report"]) as report:
        options = _chosen(arguments, log)
        made = _run(options, log)
        report.append(made)
        from generator.write.package import compare  # noqa: PLC0415  --help needs nothing of it

        differences = compare(made.files, options.output)
        if differences:
            print_differences(differences, options.output)
            raise click.exceptions.Exit(1)
        click.echo(f"{plain(options.output)} is what the inputs give ({len(made.files)} files)")


@main.command("list")
@click.argument("spec", required=False, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_groups(spec: Path | None, *, as_json: bool) -> None:
    """Print the groups and operations of SPEC, with counts."""
    log = DiagnosticLog()
    with _reporting(log, None):
        from generator.read import select  # noqa: PLC0415  --help needs nothing of it
        from generator.read.document import load  # noqa: PLC0415  as above
        from generator.read.resolve import Resolver  # noqa: PLC0415  as above

        if spec is None:
            spec = project_settings(Path.cwd(), log).get("spec")
        if spec is None:
            raise click.UsageError("Missing argument 'SPEC'.")
        document = load(spec, log)
        select.check_document(document, log)
        resolver = Resolver(log)
        found = select.groups(document, resolver), select.webhooks(document, resolver)
        log.raise_errors()
        click.echo(groups_as_json(*found) if as_json else groups_as_text(*found))


def _chosen(arguments: _Arguments, log: DiagnosticLog) -> Options:
    """The options: those of the command line, over those of the project when SPEC is not given."""
    given = _given(arguments)
    _check_usage(given)
    options = _merged(given, log)
    _check_report(arguments["report"], options)
    return options


def _merged(given: Settings, log: DiagnosticLog) -> Options:
    if "spec" in given:
        return make_options(given, log)
    project = project_settings(Path.cwd(), log)
    if any(name in given for name in SELECTING):
        project = cast("Settings", {k: v for k, v in project.items() if k not in SELECTING})
    return make_options({**project, **given}, log)


def _given(arguments: _Arguments) -> Settings:
    """What the command line says, without what it leaves open."""
    return cast("Settings", {k: v for k, v in arguments.items() if v and k != "report"})


def _check_usage(given: Settings) -> None:
    output = given.get("output")
    if "spec" in given and output is None:
        raise click.UsageError("Missing option '--output': where the package is to be written.")
    if given.get("all") and any(name in given for name in ("groups", "tags", "paths")):
        raise click.UsageError("--all leaves nothing to choose with --group, --tag or --path.")
    if output is not None:
        try:
            check_package_name(output, DiagnosticLog())
        except OpgenError as error:
            found = error.diagnostics[0]
            raise click.UsageError(f"{found.message}; {found.help}") from None


def _check_report(report: Path | None, options: Options) -> None:
    """A report must neither be in the package nor take the place of what it is made from."""
    if report is None:
        return
    place = report.resolve()
    if place.is_relative_to(options.output.resolve()):
        raise click.UsageError("--report must not lie in the package that is written.")
    if place in {path.resolve() for path in (options.spec, *options.overlays)}:
        raise click.UsageError(f"--report would overwrite {report}.")


def _run(options: Options, log: DiagnosticLog) -> Generated:
    """Run the pipeline, with a bar on a terminal."""
    from generator.pipeline import STAGES, generate  # noqa: PLC0415  --help needs nothing of it

    with click.progressbar(
        length=len(STAGES),
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

        made = generate(options, log, progress)
        bar.update(1)
    return made


@contextmanager
def _reporting(log: DiagnosticLog, report: Path | None) -> Iterator[list[Generated]]:
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
