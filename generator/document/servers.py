"""The servers of a document, and the variables in their URLs (OpenAPI 3.1, 4.8.5 and 4.8.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from generator.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node

_LOCAL: Final = "http://"  # opgen fetches from this computer only by plain http
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_NOT_IN_BASES: Final = re.compile(r"[?#\\\s]|//[^/]*@")
"""What the runtime allows in no base URL."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a URL.

    Attributes:
        default: its value if none is given; None if one must be given.
        options: the only values, if there are any.
    """

    name: str
    default: str | None = None
    options: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its URL, which may have variables, and what describes it."""

    url: str
    variables: tuple[Variable, ...]
    name: str
    description: str
    node: Node

    @property
    def is_absolute(self) -> bool:
        """Whether the URL is an absolute base URL, with the defaults of its variables."""
        fixed = self.with_values(lambda _: "")
        return is_absolute(self.default_url) and not _NOT_IN_BASES.search(fixed)

    @property
    def default_url(self) -> str:
        """The URL with the defaults of its variables."""
        return self.with_values(self._default)

    def with_values(self, value: Callable[[str], str]) -> str:
        """Return the URL with a text for each of its variables."""
        names = {one.name for one in self.variables}
        return _VARIABLE.sub(
            lambda found: value(found[1]) if found[1] in names else found[0], self.url
        )

    def _default(self, name: str) -> str:
        defaults = (one.default for one in self.variables if one.name == name)
        default = next(defaults, None)
        is_first = self.url.startswith(f"{{{name}}}")
        missing = "https://any" if is_first and "://" not in self.url else "https"
        return missing if default is None else default


def is_absolute(url: str) -> bool:
    """Whether a URL without variables is absolute."""
    return url.lower().startswith(("http://", "https://")) and "{" not in url


def servers_of(owner: Node, document_url: str | None = None) -> list[Server]:
    """Return the servers that an object lists, without those whose URL is listed already.

    A relative URL is relative to that of the document, if it is known. A document without servers
    that a local service serves is about that service.
    """
    found: dict[str, Server] = {}
    for node in owner.items("servers"):
        url = node.get("url")
        if isinstance(node.value, dict) and url is not None:
            address = _resolved(str(url.value).strip(), document_url).rstrip("/")
            name, description = node.text("name") or "", node.text("description") or ""
            variables = tuple(_variables(node, address))
            found.setdefault(address, Server(address, variables, name, description, node))
    if not found and document_url and document_url.startswith(_LOCAL):
        found[""] = Server(urljoin(document_url, "/").rstrip("/"), (), "", "", owner)
    return list(found.values())


def _resolved(url: str, document_url: str | None) -> str:
    is_relative = document_url and url and not is_absolute(url) and url[0] != "{"
    return urljoin(document_url or "", url) if is_relative and "://" not in url else url


def usable_servers(
    declared: Iterable[Server], document: Document, log: DiagnosticLog
) -> list[Server]:
    """Return the servers of a document with an absolute URL; log that there is none."""
    found = [one for one in declared if one.is_absolute]
    if not found:
        log.warning(
            "no-address",
            "the document has no server with an absolute URL, so calls need a base_url",
            at=document.root.get("servers") or document.root,
            help="add a server with an overlay, or pass base_url to configure() or Client()",
        )
    for one in found:
        for each in one.variables:
            if each.default is None:
                log.warning(
                    "server-variable",
                    f"the variable {shown(each.name)} of a server has no default, so calls need it",
                    at=one.node,
                    help=f"pass {shown(each.name)} to configure() or Client(), or add a default",
                )
    return found


def _variables(node: Node, url: str) -> Iterator[Variable]:
    """Yield the variables of a URL, in its order; one that is not declared has no default."""
    for name in dict.fromkeys(_VARIABLE.findall(url)):
        declared = node.get("variables", name)
        if not name or declared is None:
            yield Variable(name)
            continue
        default = declared.get("default")
        value = None if default is None or default.value is None else _text(default)
        options = tuple(dict.fromkeys(_text(one) for one in declared.items("enum")))
        if options and value is not None and value not in options:
            options = (value, *options)
        yield Variable(name, value, options, declared.text("description") or "")


def _text(node: Node) -> str:
    """Return a value as a URL has it; YAML reads `443` and `true` as other things than text."""
    value = node.value
    return str(value).lower() if isinstance(value, bool) else str(value)
