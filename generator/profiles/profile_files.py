"""Which profile a run takes, and how one is read from its TOML file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator import resources
from generator.diagnostics import DiagnosticLog, did_you_mean, shown
from generator.document.source import read_source
from generator.naming import snake_case
from generator.profiles.credentials import read_credential
from generator.profiles.paging import read_paging
from generator.profiles.profile import NEUTRAL, Profile, Streaming
from generator.profiles.toml_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.document.document import Document
    from generator.profiles.credentials import Credential
    from generator.profiles.profile import FormStyle, Scheme


def names() -> tuple[str, ...]:
    """The built-in profiles."""
    return tuple(sorted(file.stem for file in resources.profiles().glob("*.toml")))


def choose(document: Document, name: str | None) -> Profile:
    """The profile asked for, or the one whose service the document describes.

    `none` is no profile; a name that ends in `.toml` is a file of the user's own.
    """
    if name == NEUTRAL.name:
        return NEUTRAL
    if name is not None:
        if name not in names() and not name.endswith(".toml"):
            DiagnosticLog().fail(
                "unknown-profile",
                f"there is no profile {shown(name)}",
                help=did_you_mean(name, names())
                or f"the profiles are none, {', '.join(names())}, or a .toml file of your own",
            )
        return _read(resources.profile_file(name), document)
    hosts = set(_hosts(document))
    every = (_read(resources.profile_file(each), document) for each in names())
    return next((each for each in every if not hosts.isdisjoint(each.hosts)), NEUTRAL)


def _hosts(document: Document) -> Iterator[str]:
    for server in document.root.items("servers"):
        url = server.text("url")
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            continue
        if host:
            yield host


def _read(path: Path, document: Document) -> Profile:
    log = DiagnosticLog()
    source = read_source(path, log, "profile")
    try:
        data = tomllib.loads(source.text)
    except ValueError as error:  # it need not be the TOML's: Python refuses very long numbers
        log.fail("invalid-profile", f"the TOML cannot be read: {error}", at=source.location(0))
    table = Table(source, log, data)
    table.only(
        "hosts",
        "overlays",
        "links",
        "reference",
        "base_url_environment",
        "credentials",
        "headers",
        "paging",
        "streams",
        "webhooks",
        "names",
        "accepts",
        "form_style",
    )
    return Profile(
        name=path.stem,
        sha256=source.digest,
        hosts=table.texts("hosts"),
        overlays=tuple(resources.overlay_file(path, name) for name in table.texts("overlays")),
        links=table.maybe("links"),
        reference=table.maybe("reference"),
        base_url_environment=table.maybe("base_url_environment"),
        credentials=_credentials(table),
        headers=_headers(table.tables("headers"), document),
        paging=tuple(map(read_paging, table.tables("paging"))),
        streams=tuple(map(_streaming, table.tables("streams"))),
        webhooks=_scheme(table),
        names=table.pairs("names"),
        accepts=table.pairs("accepts"),
        form_style=_form_style(table),
    )


def _streaming(table: Table) -> Streaming:
    table.only("events", "ends", "flag", "value")
    return Streaming(
        events=table.text("events"),
        ends=table.texts("ends"),
        flag=table.maybe("flag"),
        value=table.maybe("value"),
    )


def _scheme(table: Table) -> Scheme | None:
    match table.maybe("webhooks"):
        case None:
            return None
        case "standard":
            return "standard"
        case _:
            return table.wrong("webhooks", "is no scheme that opgen knows", "it knows 'standard'")


def _form_style(table: Table) -> FormStyle:
    match table.maybe("form_style"):
        case None | "plain":
            return "plain"
        case "brackets":
            return "brackets"
        case _:
            return table.wrong("form_style", "is no style that opgen knows", "plain or brackets")


def _headers(rules: Iterable[Table], document: Document) -> dict[str, dict[str, str]]:
    """What each group sends with every request: a later rule goes before an earlier one."""
    found: dict[str, dict[str, str]] = {}
    for rule in rules:
        rule.only("groups", "path", "send")
        path = rule.maybe("path")
        if path is None or document.root.get("paths", path):
            for group in rule.texts("groups"):
                found.setdefault(snake_case(group), {}).update(rule.pairs("send"))
    return found


def _credentials(table: Table) -> tuple[Credential, ...]:
    found = tuple(map(read_credential, table.tables("credentials")))
    for key in ("setting", "argument"):
        if len({getattr(one, key) for one in found}) < len(found):
            table.wrong(key, "is the same for two credentials")
    return found
