"""The URLs of servers (OpenAPI 3.1, 4.8.5 "Server Object")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node


def base_url(document: Document, log: DiagnosticLog) -> str:
    """Return the URL of the first server, with the defaults of its variables; empty if none."""
    url = first_server(document.root)
    if not is_absolute(url):
        log.warning(
            "no-address",
            "the document has no server with an absolute URL, so calls need a base_url",
            at=document.root.get("servers") or document.root,
            help="add a server with an overlay, or pass base_url to configure() or Client()",
        )
    return url


def is_absolute(url: str) -> bool:
    """Whether a URL is absolute and has no variables left."""
    return url.startswith(("http://", "https://")) and "{" not in url


def first_server(owner: Node) -> str:
    """Return the URL of the first of an object's `servers`; empty if it has none."""
    servers = owner.items("servers")
    first = next((one for one in servers if isinstance(one.value, dict)), None)
    template = first.get("url") if first else None
    if first is None or template is None:
        return ""
    url = str(template.value)
    for name, variable in first.members("variables"):
        default = variable.get("default")
        url = url.replace(f"{{{name}}}", str(default.value) if default else "")
    return url.rstrip("/")
