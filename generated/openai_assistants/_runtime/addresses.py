"""The address of a request, and how errors and logs show it: without its secrets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from .errors import ConfigurationError
from .secret_names import HIDDEN, SHORTEST
from .settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .client import BaseClient
    from .request import Request
    from .settings import Variable

_AUTHORITY: Final = r"([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?"
_BASE_URL: Final = re.compile(rf"(?i)https?://{_AUTHORITY}(/[^?#{{}}\\\s\x00-\x1f\x7f]*)?")
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_SCHEME: Final = re.compile(r"[a-zA-Z]+")
_HOST_PART: Final = re.compile(r"[\w-]*(\.[\w-]+)*", re.ASCII)
_HOST: Final = re.compile(_AUTHORITY, re.ASCII | re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?=.*[0-9])(?=.*[a-zA-Z]).{8,}")  # what no path has by chance


class Address(NamedTuple):
    """The base URL of a request."""

    url: str
    shown: str  # the same for errors and logs
    secrets: tuple[str, ...]  # in the URL


def find_address(client: BaseClient, request: Request[Any]) -> Address:
    """Return the base URL of a request; raise `ConfigurationError` if it is not valid.

    It comes from the call, else from the client, the environment or the document. Each may have
    variables.
    """
    api = client.api
    name = client.values.get("server") if api.servers else None
    if name is not None and name not in api.servers:
        raise ConfigurationError(f"there is no server {name!r}; use {_listed(api.servers)}")
    own = request.servers.get(str(name), request.server)
    documented = own or (api.servers[str(name)] if name else api.base_url)
    given = request.call.base_url or client.settings.get("base_url")
    if not given and not name:
        given = from_environment(filter(None, [api.base_url_environment]))
    template = (given or documented).rstrip("/")
    values = tuple(_values(client, template)) if "{" in template else ()
    return _address(template, documented, values)


def _values(client: BaseClient, template: str) -> Iterable[tuple[Variable, str]]:
    """Yield the variables of a base URL, each with its value."""
    names = set(_VARIABLE.findall(template))
    for one in client.api.variables:
        if one.setting in names:
            yield one, _value(one, client.values.get(one.setting), template)


def _value(variable: Variable, given: object, template: str) -> str:
    name, options = variable.setting, variable.options
    value = "" if given is None else str(given)
    value = value or from_environment(variable.environment)
    if not value:
        default = variable.defaults.get(template, variable.default)
        if default is None:
            ways = "".join(f", or set {one} in the environment" for one in variable.environment)
            raise ConfigurationError(f"no {name}: call configure({name}=...){ways}")
        return default
    if options and value not in options:
        raise ConfigurationError(f"{name} must be {_listed(options)}")
    return value


def _listed(names: Iterable[str]) -> str:
    return " or ".join(map(repr, names))


@lru_cache(maxsize=256)
def _address(template: str, documented: str, values: tuple[tuple[Variable, str], ...]) -> Address:
    """Return the address with the values of its variables.

    A path that is not the document's may be a secret, so that it is not shown.
    """
    encoded = {one.setting: _encode(one, value, template) for one, value in values}
    hidden = {one.setting: HIDDEN for one, value in values if one.secret and value != one.default}
    url = _fill(template, encoded).rstrip("/")
    dots = {".", ".."}.intersection(url.split("/")) if values else ()
    if dots or not (_BASE_URL.fullmatch(url) and _is_normal(_host(url))):
        raise ConfigurationError(
            "base_url must be like https://host/path, without ?#@, backslashes and blanks"
        )
    shown = _fill(template, {**encoded, **hidden}).rstrip("/")
    secrets = [
        text
        for one, value in values
        if one.setting in hidden
        for text in (value, encoded[one.setting])
        if len(text) >= SHORTEST
    ]
    path = _path(template)
    if path and path not in {_path(documented), _path(_fill(documented, encoded))}:
        shown = f"{shown.removesuffix(_path(shown))}{HIDDEN}"
        secrets += filter(_TOKEN.fullmatch, _path(url).split("/"))
    return Address(url, shown, tuple(secrets))


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _is_normal(host: str) -> bool:
    """Return whether a host has no letters that a lookup reads as others, such as full-width ones.

    Python, proxies and certificates can disagree about those.
    """
    return host.isascii() or normalize("NFKC", host) == host


def _path(url: str) -> str:
    """Return the path of a base URL, without the slash before it."""
    return url.partition("://")[2].partition("/")[2].rstrip("/")


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), template)


def _encode(variable: Variable, value: str, template: str) -> str:
    """Return the value of a variable as it is written at its place in a base URL.

    Raises `ConfigurationError` if the value would change more of the URL than its place.
    """
    if any("\ud800" <= one <= "\udfff" for one in value):
        raise ConfigurationError(f"{variable.setting} has a character that cannot be sent")
    before, _, after = template.partition(f"{{{variable.setting}}}")
    authority = before.partition("://")[2]
    if not before and not after.startswith("://"):
        return value  # it is the start of the URL, which is checked as a whole
    if not before:
        is_valid = _SCHEME.fullmatch(value)
    elif "/" in authority or _starts_path(authority, value, after):
        return quote(value, safe=":@!$&'()*+,;=" + ("" if variable.secret else "/"))
    else:
        is_whole = not authority and after[:1] in {"", "/"}
        is_path = variable.defaults.get(template, variable.default or "").startswith("/")
        is_valid = None if is_path else (_HOST if is_whole else _HOST_PART).fullmatch(value)
    if not is_valid:
        raise ConfigurationError(f"the value of {variable.setting} is not valid in a base URL")
    return value


def _starts_path(authority: str, value: str, after: str) -> bool:
    """Return whether a value is a path, right after the host."""
    is_last = after[:1] in {"", "/"} and authority and not authority.endswith(":")
    return bool(is_last) and value.startswith("/")
