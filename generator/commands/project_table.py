"""Add `[tool.opgen]` to a project's pyproject.toml; the rest of the file stays as it is."""

from __future__ import annotations

import codecs
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.configuration import project_file, relative, table_location
from generator.diagnostics import Location
from generator.document.source import read_source
from generator.document.toml_text import read_toml
from generator.options import Entry

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.options import Settings
    from generator.updating.writing import Replacement


@dataclass(frozen=True, slots=True)
class Project:
    """The pyproject.toml of a project without `[tool.opgen]`.

    Attributes:
        content: None if the file does not exist yet.
    """

    path: Path
    content: bytes | None

    @property
    def installer(self) -> str:
        """The command that adds a package to the environment of the project."""
        tables = tomllib.loads(_text(self.content or b"")).get("tool", {})
        for tool in ("uv", "poetry", "pdm"):
            if tool in tables or (self.path.parent / f"{tool}.lock").exists():
                return f"{tool} add"
        return "pip install"

    @classmethod
    def of(cls, folder: Path, log: DiagnosticLog) -> Project:
        """Return the project of a folder: the nearest one, or a new one.

        Raises:
            OpgenError: the file cannot be read, or has the table already.
        """
        path = project_file(folder)
        if path is None:
            return cls(folder / "pyproject.toml", None)
        source = read_source(relative(path), log, "configuration")
        tool = read_toml(source, log).get("tool")
        if isinstance(tool, dict) and "opgen" in tool:
            log.fail(
                "already-configured",
                "the project has [tool.opgen] already",
                at=table_location(source),
                help="run `opgen generate` or `opgen update`; for a second API, "
                "run `opgen generate SOURCE`",
            )
        content = path.read_bytes()
        if source.text != _text(content):
            log.fail(
                "not-text",
                "this file is not UTF-8 text, as TOML must be",
                at=source.location(0),
                help="save the file as UTF-8",
            )
        return cls(path, content)

    def with_table(self, settings: Settings, log: DiagnosticLog) -> Replacement:
        """Return the file with the settings as its last table.

        Raises:
            OpgenError: the file has no place for a table.
        """
        from generator.updating.writing import Replacement  # noqa: PLC0415  not needed for --help

        before = _text(self.content or b"")
        ending = "\r\n" if "\r\n" in before else "\n"
        lines = ["[tool.opgen]", *self._lines(settings), ""]
        start = f"{before.rstrip()}{ending}{ending}" if before.strip() else ""
        text = start + ending.join(lines)
        if not self._is_added(before, text):
            log.fail(
                "already-configured",
                "opgen cannot add [tool.opgen] to this file: `tool` is not written as tables",
                at=Location(str(self.path), 1, 1),
                help="write `tool` as tables: [tool.…]",
            )
        mark = codecs.BOM_UTF8 if (self.content or b"").startswith(codecs.BOM_UTF8) else b""
        return Replacement(self.path, self.content, mark + text.encode())

    def _lines(self, settings: Settings) -> list[str]:
        return [f"{name} = {self._toml(value)}" for name, value in settings.items()]

    def _toml(self, value: object) -> str:
        """Return a setting as TOML; its strings are those of JSON. Paths are relative."""
        if isinstance(value, Entry):
            return f"{self._toml(value.key)} = {self._toml(value.value)}"
        if isinstance(value, tuple) and all(isinstance(one, Entry) for one in value):
            return f"{{ {', '.join(map(self._toml, value))} }}"
        if isinstance(value, tuple):
            return f"[{', '.join(map(self._toml, value))}]"
        if isinstance(value, Path):
            value = Path(os.path.relpath(value, self.path.parent)).as_posix()
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

    @staticmethod
    def _is_added(before: str, after: str) -> bool:
        try:
            new, old = tomllib.loads(after), tomllib.loads(before)
        except ValueError:
            return False
        tables = new["tool"]
        if not isinstance(tables, dict):
            return False
        del tables["opgen"]
        # Their texts are compared: NaN is not equal to itself.
        return repr(new) == repr(old if "tool" in old else {**old, "tool": {}})


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")
