"""What requests for a document send to be let in: headers, user info of the URL, or `.netrc`."""

from __future__ import annotations

import base64
import netrc
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.updating.request_headers import header_values, is_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import httpx2

    from generator.diagnostics import DiagnosticLog
    from generator.options import Entry

HELP: Final = (
    "if the server needs credentials, pass --header 'NAME: ${VARIABLE}' or --token-env VARIABLE, "
    "add the host to .netrc, or write https://user:password@host/…"
)
_SHORTEST: Final = 4  # of a secret that is searched for in messages
_SCHEMES: Final = frozenset(("Basic", "Bearer", "Token", "token"))


@dataclass(frozen=True, slots=True)
class Access:
    """What one fetch may send, and where: nothing of it is in `repr` or in a message.

    Attributes:
        url: the URL of the user; only its origin (scheme, host and port) receives the headers.
        headers: by name, with the values of the environment.
        user: name and password of the URL; empty if it has none.
        accounts: those of `.netrc`; None if other credentials come first.
        secrets: what no message may have.
    """

    url: httpx2.URL
    headers: Mapping[str, str] = field(repr=False)
    user: tuple[str, str] = field(repr=False)
    accounts: netrc.netrc | None = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, url: httpx2.URL, headers: Iterable[Entry], log: DiagnosticLog) -> Access:
        """Read the environment and `.netrc`.

        Raises:
            OpgenError: a variable of a header is missing, or its value cannot be sent.
        """
        headers = tuple(headers)
        values = header_values(headers, log)
        user = url.username, url.password
        has_own = any(user) or any(name.lower() == "authorization" for name in values)
        hidden = [values[one.key] for one in headers if is_secret(one)]
        words = {*hidden, *user, *(word for value in hidden for word in value.split())} - _SCHEMES
        secrets = sorted((one for one in words if len(one) >= _SHORTEST), key=len, reverse=True)
        accounts = None if has_own else _read_netrc(log)
        return cls(url, values, user, accounts, tuple(secrets))

    def headers_for(self, url: httpx2.URL) -> dict[str, str]:
        """Return the headers of a request.

        Another origin than that of the user receives the user info of its URL, which a redirect
        may have, or its account of `.netrc`.
        """
        is_same = _origin(url) == _origin(self.url)
        found = dict(self.headers) if is_same else {}
        own = url.username, url.password
        if not any(own) and is_same:
            own = self.user
        account = own if any(own) else self._account(url.host, is_same)
        if account and not any(name.lower() == "authorization" for name in found):
            pair = base64.b64encode(":".join(account).encode()).decode()
            found["Authorization"] = f"Basic {pair}"
        return found

    def _account(self, host: str, is_same: bool) -> tuple[str, str] | None:
        """Return login and password of a host; `default` is for the host of the user only."""
        if self.accounts is None or not (is_same or host in self.accounts.hosts):
            return None
        found = self.accounts.authenticators(host)
        return (found[0], found[2]) if found and found[2] else None

    def redacted(self, text: str) -> str:
        """Return a text of a server, which may repeat what it received, without the secrets."""
        for word in self.secrets:
            text = text.replace(word, "***")
        return text


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"https": 443, "http": 80}.get(url.scheme)


def _read_netrc(log: DiagnosticLog) -> netrc.netrc | None:
    """Return the accounts of the file that NETRC names, else of `~/.netrc`."""
    names = ["_netrc", ".netrc"] if os.name == "nt" else [".netrc"]
    try:
        files = [Path.home() / name for name in names]
    except RuntimeError:  # there is no home
        files = []
    if named := os.environ.get("NETRC"):
        files = [Path(named)]
    for file in files:
        try:
            return netrc.netrc(str(file))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, netrc.NetrcParseError) as error:
            # The message may quote a password.
            line = error.lineno if isinstance(error, netrc.NetrcParseError) else None
            place = f"line {line} of {file}" if line else str(file)
            log.warning(
                "bad-netrc",
                f"{place} cannot be read, so no account of it is used",
                help="correct it, or set NETRC to another file",
            )
            return None
    return None
