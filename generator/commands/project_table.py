"""Add a client to the configuration of a project; the rest of the file stays as it is."""

from __future__ import annotations

import codecs
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.clients import CLIENTS, NAME, Client, can_be_a_table, clients_in
from generator.commands.config_file import KEYS, project_file, table_in
from generator.commands.configuration import relative
from generator.commands.toml_table import TomlFile, header_of
from generator.diagnostics import Location, shown
from generator.digests import is_same
from generator.document.source import SourceFile, read_source, real_path
from generator.document.toml_text import read_toml
from generator.options import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.commands.toml_table import Table
    from generator.diagnostics import DiagnosticLog
    from generator.options import Settings
    from generator.updating.writing import Replacement


@dataclass(frozen=True, slots=True)
class Project:
    """The file of a project's configuration.

    Attributes:
        content: None if the file does not exist yet.
        table: its settings; None if it has none yet.
        clients: those that it has already.
    """

    path: Path
    content: bytes | None = None
    table: Table | None = None
    clients: tuple[Client, ...] = ()

    @property
    def installer(self) -> str:
        """The command that adds a package to the environment of the project."""
        tables = tomllib.loads(_text(self.content or b"")).get("tool", {})
        for tool in ("uv", "poetry", "pdm"):
            if tool in tables or (self.path.parent / f"{tool}.lock").exists():
                return f"{tool} add"
        return "pip install"

    @classmethod
    def of(cls, config: Path | None, log: DiagnosticLog) -> Project:
        """Return the project of a file; None for the nearest pyproject.toml, or for a new one.

        Raises:
            OpgenError: the file cannot be read, or its settings are wrong.
        """
        path = config.absolute() if config else project_file(Path.cwd())
        if path is None or (config and not path.exists()):
            return cls(path or Path.cwd() / "pyproject.toml")
        source = read_source(relative(path), log, "configuration")
        read_toml(source, log)
        content = path.read_bytes()
        if source.text != _text(content):
            log.fail(
                "not-text",
                "this file is not UTF-8 text, as TOML must be",
                at=source.location(0),
                help="save the file as UTF-8",
            )
        table = table_in(TomlFile(path, source), log)
        if table is None:
            return cls(path, content)
        _refuse_incomplete(table, log)
        return cls(path, content, table, _clients(table, log))

    def header(self, name: str) -> str:
        """Return the header of the table of a new client."""
        return header_of(self._keys(name))

    def with_client(
        self, name: str, settings: Settings, log: DiagnosticLog
    ) -> tuple[Client, Replacement]:
        """Return a new client, and the file with its settings as the last table.

        Raises:
            OpgenError: the file has no place for a table, or the client is in the way of another.
        """
        from generator.updating.writing import Replacement  # noqa: PLC0415  not needed for --help

        self._refuse_known(name, settings, log)
        keys = self._keys(name)
        before = _text(self.content or b"")
        ending = "\r\n" if "\r\n" in before else "\n"
        is_named = name == settings["output"].name or (keys[-1] == name and keys != KEYS)
        named = {} if is_named else {NAME: name}
        lines = [header_of(keys), *self._lines({**named, **settings}), ""]
        start = f"{before.rstrip()}{ending}{ending}" if before.strip() else ""
        text = start + ending.join(lines)
        if not _is_added(before, text, keys):
            log.fail(
                "already-configured",
                f"opgen cannot add {header_of(keys)} to this file: "
                "the tables around it are not written as tables",
                at=Location(str(self.path), 1, 1),
                help="write `tool` as tables: [tool.…]",
            )
        mark = codecs.BOM_UTF8 if (self.content or b"").startswith(codecs.BOM_UTF8) else b""
        client = self._client_in(text, name, log).override(settings)
        return client, Replacement(self.path, self.content, mark + text.encode())

    def _keys(self, name: str) -> tuple[str | int, ...]:
        """Return the keys of the table of a new client."""
        if self.table is None:
            return KEYS
        listed = self.table.content.get(CLIENTS)
        if isinstance(listed, list) or not can_be_a_table(name):
            count = len(listed) if isinstance(listed, list) else 0
            return (*self.table.keys, CLIENTS, count)
        return (*self.table.keys, name)

    def _refuse_known(self, name: str, settings: Settings, log: DiagnosticLog) -> None:
        """Fail if the project has the client already, by its name or its folder."""
        output = real_path(settings["output"])
        for one in self.clients:
            taken = one.settings.get("output")
            if one.name == name or (taken and real_path(taken) == output):
                log.fail(
                    "already-configured",
                    f"the project has the client {shown(one.name)} already",
                    at=self.table.location() if self.table else None,
                    help="run `opgen generate` or `opgen update`; for a second API, "
                    "choose another --output and another --client NAME",
                )

    def refuse_other_version(self, spec: Path, content: bytes, log: DiagnosticLog) -> None:
        """Fail if a document would replace another version of it that a client has.

        Raises:
            OpgenError: it would.
        """
        for one in self.clients:
            known = one.settings.get("spec")
            is_shared = known is not None and real_path(known) == real_path(spec)
            if is_shared and spec.is_file() and not is_same(spec.read_bytes(), content):
                log.fail(
                    "document-exists",
                    f"the client {shown(one.name)} has another version of this document",
                    at=Location(str(spec), 1, 1),
                    help="run `opgen update` first, or choose another file: --spec FILE",
                )

    def _client_in(self, text: str, name: str, log: DiagnosticLog) -> Client:
        """Return a client of the new text, whose settings have the defaults of the project."""
        file = TomlFile(self.path, SourceFile(str(relative(self.path)), "", text))
        table = table_in(file, log)
        found = clients_in(table, log) if table else ()
        return next(one for one in found if one.name == name)

    def _lines(self, settings: Mapping[str, object]) -> list[str]:
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


def _clients(table: Table, log: DiagnosticLog) -> tuple[Client, ...]:
    """Return the clients of a table; none if it only has defaults."""
    return tuple(one for one in clients_in(table, log) if "output" in one.settings)


def _refuse_incomplete(table: Table, log: DiagnosticLog) -> None:
    """Fail if the table is a client whose output is missing: a second one would change it."""
    members = table.content
    tables = (name for name, one in members.items() if isinstance(one, dict | list))
    has_clients = any(name == CLIENTS or can_be_a_table(name) for name in tables)
    if "spec" in members and "output" not in members and not has_clients:
        log.fail(
            "already-configured",
            f"{table.title} has settings of a client already, but no 'output'",
            at=table.location(),
            help="add output; then `opgen init` adds a second client",
        )


def _is_added(before: str, after: str, keys: Sequence[str | int]) -> bool:
    """Whether the new text has all of the old one, and one table more."""
    try:
        new, old = tomllib.loads(after), tomllib.loads(before)
    except ValueError:
        return False
    # Their texts are compared: NaN is not equal to itself.
    return repr(_without(new, keys)) == repr(_without(old, keys))


def _without(value: object, keys: Sequence[str | int]) -> object:
    """Return a value without what has these keys in it; what is empty then is left out too."""
    key, *others = keys
    if isinstance(value, list) and isinstance(key, int):
        return value[:key] + value[key + 1 :]
    if not isinstance(value, dict) or key not in value:
        return value
    inner = _without(value[key], others) if others else None
    return {
        name: inner if name == key else one for name, one in value.items() if name != key or inner
    }


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")
