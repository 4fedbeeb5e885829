"""Where the API is served (OpenAPI 3.1, 4.8.5 "Server Object")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.read.document import Document


def base_url(document: Document) -> str:
    """Return the first server's URL with its variables' defaults; empty when there is none."""
    servers = document.root.get("servers")
    first = next(servers.items(), None) if servers else None
    address = first.get("url") if first else None
    if first is None or address is None:
        return ""
    url = str(address.value)
    variables = first.get("variables")
    for name, variable in variables.members() if variables else ():
        default = variable.get("default")
        url = url.replace(f"{{{name}}}", str(default.value) if default else "")
    return url.rstrip("/")
