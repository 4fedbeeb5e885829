"""The package of a git revision, planned from its own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from generator.commands.chosen_clients import options_of_document
from generator.commands.clients import clients_in
from generator.commands.config_file import project_file, read_table
from generator.commands.sides import (
    ComparisonRequest,
    Side,
    document_of,
    read_changelog,
    side_on_disk,
)
from generator.diagnostics import Location, shown
from generator.document.origin import origin_file
from generator.git_command import repository_of
from generator.name_history import NO_HISTORY, History
from generator.planning import plan
from generator.revisions.ranges import read_range
from generator.revisions.snapshot import Snapshot, snapshot
from generator.write import lock
from generator.write.lock import read_history

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.options import Settings
    from generator.revisions.ranges import Revision


def sides_of_revisions(
    request: ComparisonRequest, text: str, log: DiagnosticLog
) -> tuple[Side, Side]:
    """Return the packages of two revisions, or of one and of the files on disk.

    Args:
        request: options of the command line.
        text: the revisions, as `revisions.ranges` reads them.
        log: takes what is wrong.

    Raises:
        OpgenError: there is no such revision, or a document or the settings are wrong.
    """
    revisions = read_range(text, repository_at(request, log), log)
    old = side_at(revisions.old, request, log, is_old=True)
    history = old.package.history
    if revisions.new is None:
        return old, side_on_disk(request, log, history)
    return old, side_at(revisions.new, request, log, history)


def repository_at(request: ComparisonRequest, log: DiagnosticLog) -> Path:
    """Return the top folder of the repository that has the configuration.

    Raises:
        OpgenError: there is none.
    """
    config = request.arguments.get("config")
    return repository_of(config.absolute().parent if config else Path.cwd(), log)


def side_at(
    revision: Revision,
    request: ComparisonRequest,
    log: DiagnosticLog,
    history: History = NO_HISTORY,
    *,
    is_old: bool = False,
) -> Side:
    """Return the package of a revision: of its document, settings, overlays and names.

    The names are those of its package, else those of `history`. Where the revision is the older
    side, the functions have these names also if the profile gives other ones by now, and faults of
    the document are not errors, also if the settings say so.

    Where the revision has no settings, those of the project now are valid. Files on the command
    line are those on disk.

    Raises:
        OpgenError: the revision has no such document, or the document or the settings are wrong.
    """
    with snapshot(revision, log) as files, files.messages(log) as own:
        project = _settings_at(files, request, own)
        document, folder = document_of(project, own), project.get("output", request.output)
        _write_files(document, folder, project, files)
        _check_document(document, files, own)
        options = options_of_document(project, request.arguments, document, request.output, own)
        own.strict = own.strict and not is_old
        known = read_history(folder)
        known = history if known == NO_HISTORY else known
        package = plan(options, own, history=known.of_package() if is_old else known)
        return Side(
            document=files.shown_text(str(document)),
            package=package,
            snapshot=files,
            changelog=read_changelog(folder, own),
        )


def _write_files(document: Path, folder: Path, project: Settings, files: Snapshot) -> None:
    """Write what a plan of a package needs: its inputs, and its names and version in `folder`."""
    files.write_project(document.parent)
    files.write([folder / lock.NAME, folder / lock.CHANGELOG, origin_file(document)])
    profile = project.get("profile")
    profiles = [Path(profile)] if profile else []
    files.write_inputs([document, *project.get("overlays", ()), *profiles])


def _settings_at(files: Snapshot, request: ComparisonRequest, log: DiagnosticLog) -> Settings:
    """Return the settings of a client at a revision, with paths in its snapshot."""
    folder = files.path(Path.cwd())
    folder.mkdir(parents=True, exist_ok=True)
    files.write_project(folder)
    config = request.arguments.get("config")
    if config:
        files.write([files.path(config.absolute())])
    file = files.path(config.absolute()) if config else project_file(folder)
    table = read_table(file, log) if file and file.is_file() and files.has(file) else None
    known = clients_in(table, log) if table else ()
    # The only client may have another name since.
    names = {
        request.client.name,
        *(one.name for one in known if len(known) == 1 and request.is_only),
    }
    found = next((one for one in known if one.name in names), None)
    if found is None:
        return _with_paths(request.client.settings, files, is_on_disk=True)
    return _with_paths(found.settings, files)


def _with_paths(settings: Settings, files: Snapshot, *, is_on_disk: bool = False) -> Settings:
    """Return settings with the places of their files in a snapshot."""

    def place(path: Path) -> Path:
        return files.path(path) if is_on_disk else files.outside(path)

    changed: dict[str, object] = {}
    for name in ("spec", "output", "root"):
        value = settings.get(name)
        if isinstance(value, Path):
            changed[name] = place(value)
    changed["overlays"] = tuple(place(path) for path in settings.get("overlays", ()))
    profile = settings.get("profile")
    if profile and profile.endswith(".toml"):
        changed["profile"] = str(place(Path(profile)))
    root = changed.get("root")
    if isinstance(root, Path) and files.has(root):
        root.mkdir(parents=True, exist_ok=True)
    return cast("Settings", {**settings, **changed})


def _check_document(document: Path, files: Snapshot, log: DiagnosticLog) -> None:
    """Fail if a revision does not have the document."""
    if not files.has(document):
        log.fail(
            "no-repository",
            f"the document {shown(str(document))} is outside of the repository "
            f"{shown(str(files.repository))}, so it has no revisions",
            help="pass two files: opgen diff OLD NEW",
        )
    if not document.is_file():
        log.fail(
            "not-in-revision",
            f"the document does not exist at the revision {shown(files.name)}",
            at=Location(str(document), 1, 1),
            help="it may have had another name, or it was added later: pass a later revision",
        )
