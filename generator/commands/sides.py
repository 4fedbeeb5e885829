"""The two sides of a comparison: a package of a document on disk, or of a git revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.commands.chosen_clients import options_of_document
from generator.document.source import read_bytes
from generator.name_history import NO_HISTORY, History
from generator.planning import plan
from generator.write import lock
from generator.write.lock import read_history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator import ir
    from generator.commands.arguments import Arguments
    from generator.commands.clients import Client
    from generator.diagnostics import DiagnosticLog, Location
    from generator.diff.change import Change
    from generator.options import Entry, Settings
    from generator.revisions.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A planned package, and how messages name its files.

    Attributes:
        document: the name of its document.
        snapshot: where the files of a revision were; None for files on disk.
        changelog: the text of the package's changelog; None if there is none.
    """

    document: str
    package: ir.Package
    snapshot: Snapshot | None = None
    changelog: str | None = None

    def place(self, place: Location | None) -> Location | None:
        """Return a location as messages show it."""
        return self.snapshot.shown_place(place) if self.snapshot else place


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """The client to compare, and the options of the command line for both sides.

    Attributes:
        output: its last part is the name of the package.
        client: whose settings the arguments override.
        is_only: whether the project has no other.
    """

    arguments: Arguments
    output: Path
    client: Client
    is_only: bool


def compare_sides(
    old: Side, new: Side, renames: Sequence[Entry], log: DiagnosticLog
) -> tuple[Change, ...]:
    """Return the changes between two packages, with locations as messages show them.

    `renames` are those of the settings; the log receives a warning for each that has no effect.
    """
    from generator.diff.compare import compare  # noqa: PLC0415  not needed for --help
    from generator.diff.settled import log_unused, settled_names  # noqa: PLC0415  as above

    changes = compare(old.package, new.package, settled_names(renames))
    log_unused(renames, changes, old.package, log)
    return tuple(
        replace(
            one,
            before=old.place(one.before),
            after=new.place(one.after),
            nearest=new.place(one.nearest),
        )
        for one in changes
    )


def sides_of_files(
    request: ComparisonRequest, old: Path, new: Path, log: DiagnosticLog
) -> tuple[Side, Side]:
    """Return the packages of two documents.

    Raises:
        OpgenError: a document or the settings are wrong.
    """
    project = request.client.settings
    old_options = options_of_document(project, request.arguments, old, request.output, log)
    log.strict = False  # the faults of the old document cannot be corrected any more
    before = plan(old_options, log)
    options = options_of_document(project, request.arguments, new, request.output, log)
    after = plan(options, log, history=before.history)
    return Side(document=str(old), package=before), Side(document=str(new), package=after)


def side_on_disk(request: ComparisonRequest, log: DiagnosticLog, history: History) -> Side:
    """Return the package of the document of the client, with the names of the package on disk.

    Args:
        request: options of the command line, and the client.
        log: takes what is wrong.
        history: the names if there is no package on disk.

    Raises:
        OpgenError: the document or the settings are wrong.
    """
    project = request.client.settings
    document, folder = document_of(project, log), project.get("output", request.output)
    options = options_of_document(project, request.arguments, document, request.output, log)
    own = read_history(folder)
    package = plan(options, log, history=history if own == NO_HISTORY else own)
    return Side(document=str(document), package=package, changelog=read_changelog(folder, log))


def document_of(project: Settings, log: DiagnosticLog) -> Path:
    """Return the document of the project.

    Raises:
        OpgenError: the settings do not have it.
    """
    document = project.get("spec")
    if document is None:
        log.fail(
            "missing-setting",
            "'spec' is not set, so it is not known which document the revisions have",
            help="add it to [tool.opgen], or pass two files: opgen diff OLD NEW",
        )
    return document


def read_changelog(folder: Path, log: DiagnosticLog) -> str | None:
    """Return the text of the changelog of a package; None if there is none.

    Raises:
        OpgenError: it cannot be read.
    """
    file = folder / lock.CHANGELOG
    if not file.is_file():
        return None
    return read_bytes(file, log, "changelog").decode(errors="replace")
