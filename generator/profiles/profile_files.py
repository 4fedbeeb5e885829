"""Which profile a run takes, and how one is read from its TOML file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator import resources
from generator.diagnostics import DiagnosticLog, did_you_mean, shown
from generator.document.source import read_source
from generator.naming import snake_case
from generator.profiles.profile import NEUTRAL, Credential, Paging, Profile, Streaming
from generator.profiles.toml_tables import Table
from generator.reserved_names import RESERVED, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.document.document import Document
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
        paging=tuple(map(_paging, table.tables("paging"))),
        streams=tuple(map(_streaming, table.tables("streams"))),
        webhooks=_scheme(table),
        names=table.pairs("names"),
        accepts=table.pairs("accepts"),
        form_style=_form_style(table),
    )


def _paging(table: Table) -> Paging:
    table.only("cursor", "items", "next", "more")
    return Paging(
        cursor=table.text("cursor"),
        items=table.text("items"),
        next=table.text("next"),
        more=table.text("more"),
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


def _name(table: Table, key: str) -> str:
    name = snake_case(table.text(key))
    return table.wrong(key, "has a name that is taken") if name in SETTINGS | RESERVED else name


def _credentials(table: Table) -> tuple[Credential, ...]:
    found = tuple(map(_credential, table.tables("credentials")))
    for key in ("setting", "argument"):
        if len({getattr(one, key) for one in found}) < len(found):
            table.wrong(key, "is the same for two credentials")
    return found


def _credential(table: Table) -> Credential:
    table.only(
        "setting",
        "argument",
        "header",
        "query",
        "cookie",
        "prefix",
        "environment",
        "required",
        "scheme",
        "groups",
        "description",
        "basic",
    )
    places = [name for name in ("header", "query", "cookie") if table.maybe(name) is not None]
    if len(places) != 1:
        table.wrong("credentials", "needs one of header, query and cookie")
    if table.texts("groups") and table.maybe("scheme") is None:
        table.wrong("groups", "needs a scheme beside it")
    return Credential(
        setting=_name(table, "setting"),
        argument=_name(table, "argument"),
        header=table.maybe("header"),
        query=table.maybe("query"),
        cookie=table.maybe("cookie"),
        prefix=table.maybe("prefix") or "",
        environment=table.texts("environment"),
        required=table.flag("required"),
        scheme=table.maybe("scheme"),
        groups=tuple(map(snake_case, table.texts("groups"))),
        description=table.maybe("description") or "",
        basic=table.flag("basic"),
    )
