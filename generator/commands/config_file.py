"""Find the configuration of a project: `[tool.opgen]` of pyproject.toml, or a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.commands.configuration import relative
from generator.commands.toml_table import Table, TomlFile
from generator.document.source import read_source
from generator.document.toml_text import read_toml

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog

KEYS: Final = ("tool", "opgen")
"""Of the table in pyproject.toml."""

_PYPROJECT: Final = "pyproject.toml"
_HELP: Final = (
    "run `opgen init SOURCE` once to set the project up; or pass the document, or write "
    "[tool.opgen] with spec, output and groups, or all = true"
)


def project_file(folder: Path) -> Path | None:
    """Return the nearest pyproject.toml in a folder or above."""
    folder = folder.absolute()
    files = (parent / _PYPROJECT for parent in (folder, *folder.parents))
    return next((file for file in files if file.is_file()), None)


def read_configuration(config: Path | None, log: DiagnosticLog) -> Table:
    """Return `[tool.opgen]` of a file; None for the nearest pyproject.toml.

    A file of another name may have the settings at its top instead.

    Raises:
        OpgenError: there is no such table, or the file cannot be read.
    """
    path = config.absolute() if config else project_file(Path.cwd())
    if path is None:
        log.fail(
            "no-configuration",
            "no document is given, and there is no pyproject.toml in this folder or above",
            help=_HELP,
        )
    table = read_table(path, log)
    if table is None:
        log.fail(
            "no-configuration",
            f"no document is given, and {path.name} has no [tool.opgen]",
            at=read_source(relative(path), log, "configuration").location(0),
            help=_HELP,
        )
    return table


def read_table(path: Path, log: DiagnosticLog) -> Table | None:
    """Return the settings in a TOML file at an absolute path; None if it has none.

    Raises:
        OpgenError: the file cannot be read, or `tool.opgen` is a list.
    """
    return table_in(TomlFile(path, read_source(relative(path), log, "configuration")), log)


def table_in(file: TomlFile, log: DiagnosticLog) -> Table | None:
    """Return the settings in a TOML file; None if it has none.

    Raises:
        OpgenError: the TOML is invalid, or `tool.opgen` is a list.
    """
    data = read_toml(file.source, log)
    tool = data.get("tool")
    found = tool.get("opgen") if isinstance(tool, dict) else None
    if isinstance(found, dict):
        return Table(file, KEYS, found)
    if isinstance(found, list):
        log.fail(
            "invalid-setting",
            "[[tool.opgen]] is a list, but [tool.opgen] is one table",
            at=Table(file, KEYS, {}).location(),
            help="write [[tool.opgen.clients]] for each client, or [tool.opgen.NAME]",
        )
    is_own = file.path.name != _PYPROJECT and "tool" not in data and bool(data)
    return Table(file, (), data) if is_own else None
