"""The address of a package: the names of its servers, and the settings for their variables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from generator.client_settings import NamedServer, ServerVariable
from generator.naming import distinct, words
from generator.profiles.credentials import setting_names
from generator.profiles.environment import is_secret, variable_names
from generator.reserved_names import RESERVED, SETTINGS
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from generator.document.servers import Server, Variable
    from generator.naming import Identifier
    from generator.profiles.profile import Profile

_ASIDE: Final = re.compile(r"\(.*?\)|[.:;\n].*", re.DOTALL)
_NO_NAMES: Final = frozenset(
    (
        *("a", "an", "and", "for", "of", "our", "the", "this", "with"),
        *("api", "base", "endpoint", "environment", "server", "servers", "url"),
    )
)
"""Words of descriptions that do not tell servers apart."""
_MOST_WORDS: Final = 3
_MOST_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Addresses:
    """The servers of a package and the settings that choose among them.

    Attributes:
        base_url: what is called if nothing else is chosen.
        servers: all to choose from, by name; empty for one.
        choice: the setting for the name of a server; None for one.
        variables: the settings for the variables of all URLs.
        settings: by the name of a variable, its setting.
        title: of the document.
    """

    base_url: Untrusted
    servers: tuple[NamedServer, ...]
    choice: Identifier | None
    variables: tuple[ServerVariable, ...]
    settings: Mapping[str, Identifier]
    title: str

    @classmethod
    def of(
        cls,
        servers: Sequence[Server],
        others: Sequence[Sequence[Server]],
        profile: Profile,
        title: str,
    ) -> Addresses:
        """Return the addresses of a package.

        Args:
            servers: those of the document.
            others: those of each operation that has its own.
            profile: has the credentials, whose names are taken, and more secret variables.
            title: of the document.
        """
        by_name: dict[str, list[tuple[Server, Variable]]] = {}
        for server in chain(servers, *others):
            for one in server.variables:
                by_name.setdefault(one.name, []).append((server, one))
        choice = ["server"] if any(len(one) > 1 for one in (servers, *others)) else []
        taken = SETTINGS | RESERVED | setting_names(profile.credentials)
        names = distinct([*choice, *by_name], taken)
        settings = dict(zip(by_name, names[len(choice) :], strict=True))
        variables = tuple(_variables(by_name, settings, profile))
        base_url = Untrusted(_template(servers[0], settings) if servers else "")
        made = cls(base_url, (), names[0] if choice else None, variables, settings, title)
        return replace(made, servers=tuple(made._choices(servers, others)))

    def _choices(
        self, servers: Sequence[Server], others: Sequence[Sequence[Server]]
    ) -> Iterator[NamedServer]:
        """Yield all servers to choose from; names of single operations are the usual one else."""
        own = self.named(servers) if len(servers) > 1 else ()
        yield from own
        several = (one for one in others if len(one) > 1)
        names = dict.fromkeys(one.name for each in several for one in self.named(each))
        for name in names:
            if name not in {one.name for one in own}:
                yield NamedServer(name, self.base_url, Untrusted(""))

    def named(self, servers: Sequence[Server]) -> tuple[NamedServer, ...]:
        """Return servers with their names, and with the settings in the place of variables."""
        return tuple(
            NamedServer(Untrusted(name), self.template(one), Untrusted(one.description))
            for name, one in zip(_server_names(servers, self.title), servers, strict=True)
        )

    @property
    def taken(self) -> tuple[str, ...]:
        """The names of all settings."""
        return (*filter(None, [self.choice]), *self.settings.values())

    def template(self, server: Server) -> Untrusted:
        """Return the URL of a server, with the settings in the place of its variables."""
        return Untrusted(_template(server, self.settings))


def _template(server: Server, settings: Mapping[str, str]) -> str:
    return server.with_values(lambda name: f"{{{settings[name]}}}")


def _variables(
    by_name: Mapping[str, Sequence[tuple[Server, Variable]]],
    settings: Mapping[str, Identifier],
    profile: Profile,
) -> Iterator[ServerVariable]:
    """Yield one setting per name; where servers differ in its default, each has its own."""
    secret = [
        settings[name]
        for name, uses in by_name.items()
        if name in profile.secrets or (is_secret(name) and not any(one.options for _, one in uses))
    ]
    # Kubernetes sets SHOP_PORT to a URL for any service that is called `shop`.
    others = [one for one in settings.values() if one not in {*secret, "port"}]
    prefix, known = profile.environment_prefix or "API", profile.environment
    names = variable_names(prefix, secret, known)
    names += variable_names(prefix, others, {*known, *names}, secret=False)
    environment = dict(zip((*secret, *others), names, strict=True))
    for name, uses in by_name.items():
        setting = settings[name]
        default = next((one.default for _, one in uses if one.default is not None), None)
        options = [value for _, one in uses for value in one.options]
        described = (one.description for _, one in uses if one.description)
        yield ServerVariable(
            setting=setting,
            default=default,
            defaults={
                _template(server, settings): one.default
                for server, one in uses
                if one.default not in {None, default}
            },
            options=tuple(dict.fromkeys(options)) if all(one.options for _, one in uses) else (),
            secret=setting in secret,
            environment=(environment[setting],) if setting in environment else (),
            description=Untrusted(next(described, "")),
        )


def _server_names(servers: Sequence[Server], title: str) -> list[str]:
    """Return a name for each server: its own, else of its description, else of its URL."""
    described = [_words(_ASIDE.sub(" ", one.description[:_MOST_CHARACTERS])) for one in servers]
    addresses = [_words(_place(one)) for one in servers]
    texts = _without_shared(described, _words(title))
    urls = _without_shared(addresses, ())
    wanted = [
        server.name or next(filter(None, map(_label, labels)), "default")
        for server, *labels in zip(servers, texts, urls, strict=True)
    ]
    if len(set(wanted)) == len(wanted):
        return wanted
    return [str(one) for one in distinct(wanted)]


def _label(parts: Sequence[str]) -> str:
    return "_".join(parts) if len(parts) <= _MOST_WORDS else ""


def _without_shared(texts: Sequence[list[str]], extra: Collection[str]) -> list[list[str]]:
    """Return words without those that all of the texts have, and without some more."""
    shared = {*extra, *set.intersection(*map(set, texts))} if texts else set()
    return [[word for word in one if word not in shared] for one in texts]


def _words(text: str) -> list[str]:
    return [one for one in map(str.lower, words(text)) if one not in _NO_NAMES]


def _place(server: Server) -> str:
    """Return the host and the path of a URL, without its variables."""
    url = server.with_values(lambda _: "")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme} {parts.netloc} {parts.path}"
