"""The clients of a project: the packages that its configuration describes.

`[tool.opgen]` is one client, or has the defaults of those in `[[tool.opgen.clients]]` and in
`[tool.opgen.NAME]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.commands.arguments import override
from generator.commands.configuration import KINDS, check_options, check_table
from generator.diagnostics import did_you_mean, shown
from generator.document.source import real_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.commands.toml_table import Table
    from generator.diagnostics import DiagnosticLog
    from generator.options import Options, Settings

CLIENTS: Final = "clients"
NAME: Final = "name"
_Place: TypeAlias = "tuple[Client, Table]"


@dataclass(frozen=True, slots=True)
class Client:
    """A package of a project.

    Attributes:
        name: what `--client` chooses it by.
        settings: its own, and the defaults of the project.
    """

    name: str
    settings: Settings

    def options(self, log: DiagnosticLog) -> Options:
        """Return the options of a run for the client; they decide whether the log is strict.

        Raises:
            OpgenError: a setting is missing, or settings cannot be used together.
        """
        return check_options(self.settings, log)

    def override(self, settings: Settings) -> Client:
        """Return the client with other settings, such as those of the command line."""
        return Client(self.name, override(self.settings, settings))


NO_CLIENT: Final = Client("", {})
"""The client of a folder without a configuration."""


def clients_in(table: Table, log: DiagnosticLog) -> tuple[Client, ...]:
    """Return the clients of a configuration; one if it has no tables of clients.

    Raises:
        OpgenError: a setting is wrong, or clients are in each other's way.
    """
    names = [name for name, one in table.content.items() if _is_named_table(name, one)]
    own = table.without(CLIENTS, *names)
    tables: list[tuple[Table, str | None]] = [(one, None) for one in _listed(table, log)]
    tables += [(one, name) for name in names if (one := _named(table, name, log))]
    if not tables:
        client = _client(own, {}, log)
        log.raise_errors()
        return (client,)
    defaults: Settings = {}
    if "output" in own.content:
        tables.insert(0, (own, None))
    else:
        defaults = _defaults(own, log)
    clients = [(_client(one, defaults, log, name), one) for one, name in tables]
    log.raise_errors()
    _check_together(clients, log)
    return tuple(client for client, _ in clients)


def can_be_a_table(name: str) -> bool:
    """Whether `[tool.opgen.NAME]` can be a client: it is if the name is not that of a setting."""
    return name not in {*KINDS, CLIENTS, NAME}


def _is_named_table(name: str, value: object) -> bool:
    """Whether a member of `[tool.opgen]` is a table, or several, that is not a setting."""
    items = value if isinstance(value, list) and value else [value]
    return can_be_a_table(name) and all(isinstance(one, dict) for one in items)


def _listed(table: Table, log: DiagnosticLog) -> list[Table]:
    """Return the tables of `[[tool.opgen.clients]]`."""
    found = table.content.get(CLIENTS, [])
    tables = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if tables != found:
        log.error(
            "invalid-setting",
            f"{CLIENTS!r} must be a list of tables",
            at=table.location(CLIENTS),
            help=f"write {table.header(CLIENTS, 0)} for each client",
        )
    return [table.inner(one, CLIENTS, position) for position, one in enumerate(tables)]


def _named(table: Table, name: str, log: DiagnosticLog) -> Table | None:
    """Return the table of a client in `[tool.opgen.NAME]`; log why it is none."""
    found = table.content[name]
    if not isinstance(found, dict):
        log.error(
            "invalid-setting",
            f"{table.header(name, 0)} is a list, but a client of this name is one table",
            at=table.location(name),
            help=did_you_mean(name, [CLIENTS]) or f"write {table.header(name)}",
        )
        return None
    if not {"spec", "output"} & found.keys():
        known = (*KINDS, CLIENTS)
        log.error(
            "unknown-setting",
            f"{table.header(name)} is neither a setting nor a client, which has spec and output",
            at=table.location(name),
            help=did_you_mean(name, known) or f"the settings are {', '.join(known)}",
        )
        return None
    return table.inner(found, name)


def _client(
    table: Table, defaults: Settings, log: DiagnosticLog, name: str | None = None
) -> Client:
    """Return the client of a table; its name is that of the table, a setting, or the output's."""
    own_name = table.content.get(NAME)
    if own_name is not None and name is not None:
        log.error(
            "invalid-setting",
            f"{table.title} names the client already",
            at=table.location(NAME),
            help=f"remove {NAME!r}, or rename the table",
        )
    elif own_name is not None and not (isinstance(own_name, str) and own_name):
        log.error("invalid-setting", f"{NAME!r} must be a string", at=table.location(NAME))
    settings = override(defaults, check_table(table.without(NAME), log))
    output = settings.get("output")
    return Client(name or str(own_name or (output.name if output else "")), settings)


def _defaults(table: Table, log: DiagnosticLog) -> Settings:
    """Return the settings that every client has unless its own table says otherwise."""
    if NAME in table.content:
        log.error(
            "invalid-setting",
            f"{NAME!r} names one client, but {table.title} has the defaults of all",
            at=table.location(NAME),
            help="write it in the table of a client",
        )
    return check_table(table.without(NAME), log)


def _check_together(clients: Sequence[_Place], log: DiagnosticLog) -> None:
    """Check that each client is complete, and that no two have one name or folder.

    Raises:
        OpgenError: one is not, or two have.
    """
    for client, table in clients:
        for setting in ("spec", "output"):
            if setting not in client.settings:
                log.error(
                    "missing-setting",
                    f"{setting!r} of the client {shown(client.name)} is not set",
                    at=table.location(),
                    help=f"add {setting} to {table.title}",
                )
    log.raise_errors()
    for position, (client, table) in enumerate(clients):
        for other, _ in clients[:position]:
            _check_pair(client, other, table, log)
    log.raise_errors()


def _check_pair(client: Client, other: Client, table: Table, log: DiagnosticLog) -> None:
    """Log whether a client has the name of another one, or writes to its folder."""
    if client.name == other.name:
        log.error(
            "conflicting-settings",
            f"two clients are named {shown(client.name)}",
            at=table.location(NAME),
            help=f"give one of them another {NAME!r}",
        )
    output, taken = (real_path(one.settings["output"]) for one in (client, other))
    if output.is_relative_to(taken) or taken.is_relative_to(output):
        how = "write to one folder" if output == taken else "write to folders in each other"
        log.error(
            "overlapping-folders",
            f"the clients {shown(other.name)} and {shown(client.name)} {how}",
            at=table.location("output"),
            help="choose another output for one of them",
        )
