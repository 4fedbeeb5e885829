"""The clients that a command runs for: those of the configuration, or one of its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import configuration
from generator.commands.arguments import SELECTION, check_output_name, override, set_options
from generator.commands.clients import NO_CLIENT, Client, clients_in
from generator.commands.config_file import read_configuration
from generator.diagnostics import DiagnosticLog, OpgenError, did_you_mean
from generator.document.source import real_path
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.options import Options, Settings


def clients_of(arguments: Arguments, log: DiagnosticLog) -> tuple[Client, ...]:
    """Return the clients of a run; without SPEC, arguments override their settings.

    Raises:
        OpgenError: the configuration is wrong.
        UsageError: the arguments are.
    """
    settings = set_options(arguments)
    output = settings.get("output")
    if "spec" in settings and output is None:
        raise click.UsageError("Missing option '--output': the folder of the package.")
    if "all" in settings and any(name in settings for name in ("groups", "tags", "paths")):
        raise click.UsageError("--all cannot be used together with --group, --tag or --path.")
    if output is not None:
        check_output_name(output)
    if "spec" in settings and output is not None:
        refuse_choice(arguments)
        return (Client(output.name, settings),)
    clients = project_clients(arguments, log)
    if output is not None and len(clients) > 1:
        raise click.UsageError(f"--output is for one client. {_choose_one(clients)}")
    return tuple(one.override(settings) for one in clients)


def project_clients(arguments: Arguments, log: DiagnosticLog) -> tuple[Client, ...]:
    """Return the clients of the project that `--config` and `--client` choose; by default, all.

    Raises:
        OpgenError: there is no configuration, or it is wrong.
        UsageError: no client has a name that `--client` gives.
    """
    clients = clients_in(read_configuration(arguments.get("config"), log), log)
    names = arguments.get("client_names", ())
    known = [one.name for one in clients]
    for name in names:
        if name not in known:
            advice = did_you_mean(name, known) or f"the clients are {', '.join(known)}"
            raise click.UsageError(visible(f"There is no client {name!r}: {advice}."))
    return tuple(one for one in clients if not names or one.name in names)


def with_shared_documents(
    clients: tuple[Client, ...], arguments: Arguments, log: DiagnosticLog
) -> tuple[Client, ...]:
    """Return clients with all others of the project that have one of their documents.

    Raises:
        OpgenError: the configuration is wrong.
    """
    if not arguments.get("client_names") or arguments.get("output"):
        return clients
    everyone = clients_of({**arguments, "client_names": ()}, log)
    if len(everyone) == 1:
        return clients
    documents = {real_path(one.settings["spec"]) for one in clients}
    return tuple(one for one in everyone if real_path(one.settings["spec"]) in documents)


def find_clients(arguments: Arguments) -> tuple[Client, ...]:
    """Return the chosen clients of the project; none if there is no configuration.

    Raises:
        OpgenError: the configuration is wrong.
        UsageError: no client has a name that `--client` gives.
    """
    try:
        return project_clients(arguments, DiagnosticLog())
    except OpgenError as error:
        is_missing = [one.code for one in error.diagnostics] == ["no-configuration"]
        if is_missing and not arguments.get("config") and not arguments.get("client_names"):
            return ()
        raise


def is_only_client(arguments: Arguments) -> bool:
    """Whether the project has no client but that of a run; one with SPEC is not of the project.

    Raises:
        OpgenError: the configuration is wrong.
    """
    everything: Arguments = {"config": arguments.get("config")}
    return not arguments.get("spec") and len(find_clients(everything)) < 2


def clients_of_documents(arguments: Arguments, documents: Sequence[Path]) -> tuple[Client, ...]:
    """Return the clients whose settings decide about two documents.

    They are the chosen ones; else the only one; else those with one of the documents; all of them
    if there is no document. Without a configuration, it is `NO_CLIENT`.

    Raises:
        OpgenError: the configuration is wrong.
        UsageError: there are several clients, and none has one of the documents.
    """
    clients = find_clients(arguments)
    if len(clients) < 2 or arguments.get("client_names") or not documents:
        return clients or (NO_CLIENT,)
    paths = [real_path(one) for one in documents]
    found = [one for one in clients if real_path(one.settings["spec"]) in paths]
    if not found:
        raise click.UsageError(f"The documents are of no client. {_choose_one(clients)}")
    return tuple(found)


def options_of_document(
    project: Settings, arguments: Arguments, document: Path, output: Path, log: DiagnosticLog
) -> Options:
    """Return the options for a document with the settings of a project, and of the command line.

    Without a selection, every operation is selected.

    Raises:
        OpgenError: the settings are wrong.
    """
    others: Settings = {"spec": document, "output": output, "templates": None}
    settings = override(override(project, others), set_options(arguments))
    if not any(name in settings for name in SELECTION):
        settings["all"] = True
    return configuration.check_options(settings, log)


def chosen_package(source: Path | None, arguments: Arguments) -> tuple[Path, Settings]:
    """Return the folder of a generated package, and the settings that it has.

    The folder is `source`, else the output of the client. The settings are those of the client
    with this folder, else of the only one; arguments override them.

    Raises:
        OpgenError: the configuration is wrong.
        UsageError: there is no client, or there are several.
    """
    if source is not None and arguments.get("client_names"):
        raise click.UsageError("--client cannot be used together with --from.")
    clients = find_clients(arguments)
    if source is not None:
        clients = _with_output(source, clients)
    elif len(clients) > 1:
        raise click.UsageError(f"{_choose_one(clients)[:-1]}, or the package with --from DIR.")
    settings = clients[0].settings if clients else {}
    folder = source or settings.get("output")
    if folder is None:
        raise click.UsageError("Missing option '--from': the folder of the generated package.")
    return folder, override(settings, set_options(arguments))


def _with_output(folder: Path, clients: tuple[Client, ...]) -> tuple[Client, ...]:
    """Return the client with this folder; the only client, if it has another one."""
    real = real_path(folder)
    found = [one for one in clients if "output" in one.settings]
    same = tuple(one for one in found if real_path(one.settings["output"]) == real)
    return same or (clients if len(clients) == 1 else ())


def check_report(report: Path, clients: Sequence[Client]) -> None:
    """Raise `UsageError` if the report is in a package or would overwrite an input."""
    path = real_path(report)
    for client in clients:
        settings = client.settings
        if "output" in settings and path.is_relative_to(real_path(settings["output"])):
            raise click.UsageError("--report must not be a file in the package.")
        inputs = [*settings.get("overlays", ())]
        inputs += [settings["spec"]] if "spec" in settings else []
        if path in map(real_path, inputs):
            raise click.UsageError(f"--report would overwrite {report}.")


def refuse_choice(arguments: Arguments) -> None:
    """Raise `UsageError` if clients of the configuration are chosen where none is used."""
    for name, flag in (("config", "--config"), ("client_names", "--client")):
        if arguments.get(name):
            raise click.UsageError(f"{flag} cannot be used together with a document.")


def _choose_one(clients: Sequence[Client]) -> str:
    names = ", ".join(visible(one.name) for one in clients)
    return f"Choose one of the clients {names} with --client NAME."
