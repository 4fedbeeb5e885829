"""Where the API is served (OpenAPI 3.1, 4.8.5 "Server Object")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node


def base_url(document: Document, log: DiagnosticLog) -> str:
    """Return the first server's URL with its variables' defaults; empty when there is none."""
    url = first_server(document.root)
    if not is_whole(url):
        log.warning(
            "no-address",
            "the document has no server with a whole address: calls need a base_url",
            at=document.root.get("servers") or document.root,
            help="add a server in an overlay, or give base_url to configure() or Client()",
        )
    return url


def is_whole(url: str) -> bool:
    """Whether a URL can be called as it is."""
    return url.startswith(("http://", "https://")) and "{" not in url


def first_server(owner: Node) -> str:
    """Return the URL of the first of an object's `servers`; empty when it has none."""
    first = next(owner.items("servers"), None)
    address = first.get("url") if first else None
    if first is None or address is None:
        return ""
    url = str(address.value)
    for name, variable in first.members("variables"):
        default = variable.get("default")
        url = url.replace(f"{{{name}}}", str(default.value) if default else "")
    return url.rstrip("/")
