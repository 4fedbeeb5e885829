"""Choose the profile of a run, and read it from its TOML file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from generator import resources
from generator.diagnostics import DiagnosticLog, did_you_mean, shown
from generator.document.source import read_source
from generator.document.toml_text import read_toml
from generator.naming import snake_case
from generator.options import GroupBy
from generator.profiles.credentials import read_credential, setting_names
from generator.profiles.extras import read_extras
from generator.profiles.failures import read_failure
from generator.profiles.hosts import exactness, hosts_of
from generator.profiles.members import read_computed, read_decoded
from generator.profiles.names import read_names
from generator.profiles.paging import read_paging
from generator.profiles.polling import read_polling
from generator.profiles.profile import (
    NEUTRAL,
    NOT_IN_FILES,
    FormStyle,
    HeaderRule,
    Profile,
    Scheme,
    Sinks,
)
from generator.profiles.settings import Setting, read_setting
from generator.profiles.streaming import read_streaming
from generator.profiles.toml_tables import ProfileFile, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.document.document import Document
    from generator.profiles.credentials import Credential


def choose(document: Document, name: str | None) -> Profile:
    """Return the profile with a name, or the built-in one for the servers of the document.

    The name is a built-in name, the path of a `.toml` file, or `none`; None to choose.

    Raises:
        OpgenError: there is no such profile, or its file is invalid.
    """
    if name == NEUTRAL.name:
        return NEUTRAL
    if name is not None:
        if name not in resources.profile_names() and not name.endswith(".toml"):
            DiagnosticLog().fail(
                "unknown-profile",
                f"the profile {shown(name)} does not exist",
                help=did_you_mean(name, resources.profile_names())
                or f"use none, {', '.join(resources.profile_names())}, or the path of a .toml file",
            )
        return _read(resources.profile_file(name), document)
    return _for_hosts(document)


def _for_hosts(document: Document) -> Profile:
    """Return the built-in profile that fits the hosts of the document most exactly."""
    hosts = hosts_of(document)
    best, found = (False, 0), NEUTRAL
    for name in resources.profile_names() if hosts else ():
        one = _read(resources.profile_file(name), document)
        fit = exactness(one.hosts, hosts)
        if fit > best:
            best, found = fit, one
    return found


def _read(path: Path, document: Document) -> Profile:
    log = DiagnosticLog()
    source = read_source(path, log, "profile")
    data = read_toml(source, log, "invalid-profile")
    file = ProfileFile(source, data)
    table = Table(file, log, data)
    table.check_keys(*(one for one in Profile.__dataclass_fields__ if one not in NOT_IN_FILES))
    table.check_names(
        "an environment variable",
        "environment_prefix",
        "base_url_environment",
        "webhook_secret_environment",
    )
    table.check_names("a header", "request_id", "idempotency")
    return Profile(
        name=path.stem,
        sha256=source.digest,
        file=None if path.parent == resources.profiles() else file,
        hosts=table.strings("hosts"),
        overlays=tuple(resources.overlay_file(path, name) for name in table.strings("overlays")),
        group_by=table.choice("group_by", get_args(GroupBy)),
        links=table.optional_text("links"),
        reference=table.optional_text("reference"),
        environment_prefix=table.optional_text("environment_prefix"),
        base_url_environment=table.optional_text("base_url_environment"),
        secrets=table.strings("secrets"),
        client_parameters=table.strings("client_parameters"),
        call_parameters=table.strings("call_parameters"),
        credentials=(credentials := _credentials(table)),
        settings=_settings(table, credentials),
        headers=tuple(_headers(table.tables("headers"), document)),
        paging=tuple(map(read_paging, table.tables("paging"))),
        polling=tuple(map(read_polling, table.tables("polling"))),
        streams=tuple(map(read_streaming, table.tables("streams"))),
        computed=tuple(map(read_computed, table.tables("computed"))),
        decoded=tuple(map(read_decoded, table.tables("decoded"))),
        webhooks=table.choice("webhooks", get_args(Scheme)),
        webhook_secret_environment=table.optional_text("webhook_secret_environment"),
        names=read_names(table.table("names")),
        accepts=table.pairs("accepts"),
        form_style=table.choice("form_style", get_args(FormStyle)) or "plain",
        stream_to=table.choice("stream_to", get_args(Sinks)) or "streams",
        errors=read_failure(table.table("errors")),
        request_id=table.optional_text("request_id"),
        idempotency=table.optional_text("idempotency"),
        repeat=table.strings("repeat"),
        extras=read_extras(table.tables("extras"), path),
    )


def _headers(rules: Iterable[Table], document: Document) -> Iterator[HeaderRule]:
    """Yield the rules for headers that apply to the document."""
    for rule in rules:
        one = rule.read(HeaderRule)
        if one.path is None or document.root.get("paths", one.path):
            yield replace(one, groups=tuple(map(snake_case, one.groups)))


def _credentials(table: Table) -> tuple[Credential, ...]:
    credentials: list[Credential] = []
    for rule in table.tables("credentials"):
        one = read_credential(rule)
        for key in ("setting", "argument"):
            if any(getattr(one, key) == getattr(other, key) for other in credentials):
                rule.reject(key, "is the same for two credentials")
        credentials.append(one)
    return tuple(credentials)


def _settings(table: Table, credentials: Iterable[Credential]) -> tuple[Setting, ...]:
    taken = setting_names(credentials)
    settings: list[Setting] = []
    for rule in table.tables("settings"):
        settings.append(read_setting(rule, taken))
        taken.add(settings[-1].setting)
    return tuple(settings)
