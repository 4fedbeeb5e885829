"""The credentials that a document itself asks for, where no profile names any."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.naming import distinct
from generator.profiles.profile import Credential
from generator.profiles.security import usual_choices
from generator.reserved_names import RESERVED, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.document.select import Selection
    from generator.profiles.profile import Profile


def with_credentials(
    profile: Profile, document: Document, selection: Selection, resolver: Resolver, package: str
) -> Profile:
    """The profile, with the document's security schemes where it names no credentials.

    They are required if the document says at all who asks for them; `read.security` settles it.
    """
    if profile.credentials:
        return profile
    required = usual_choices(document, selection.every) is not None
    found = tuple(replace(one, required=required) for one in _derived(document, resolver, package))
    variable = profile.base_url_environment or f"{package.upper()}_BASE_URL"
    return replace(profile, credentials=found, base_url_environment=variable)


def _derived(document: Document, resolver: Resolver, package: str) -> Iterator[Credential]:
    """One credential for each security scheme that a client can serve."""
    found = []
    for scheme, reference in document.root.members("components", "securitySchemes"):
        node = resolver.resolve(reference)
        place = _place(node) if node else None
        if node and place:
            found.append((scheme, node, place))
    settings = distinct([scheme for scheme, _, _ in found], taken=SETTINGS | RESERVED)
    for setting, (scheme, node, place) in zip(settings, found, strict=True):
        header, query, cookie, prefix = place
        yield Credential(
            setting=setting,
            argument=setting,
            header=header,
            query=query,
            cookie=cookie,
            prefix=prefix,
            environment=(f"{package}_{setting}".upper(),),
            scheme=scheme,
            description=node.text("description") or "",
            basic=prefix == "Basic ",
        )


def _place(node: Node) -> tuple[str | None, str | None, str | None, str] | None:
    """Header, query or cookie, and the prefix; None for what no text can serve."""
    kind, scheme = node.text("type"), (node.text("scheme") or "").lower()
    if kind in {"oauth2", "openIdConnect"} or (kind == "http" and scheme == "bearer"):
        return "Authorization", None, None, "Bearer "
    if kind == "http" and scheme == "basic":
        return "Authorization", None, None, "Basic "
    if kind == "http" and scheme:
        return "Authorization", None, None, ""
    name = node.text("name")
    if kind != "apiKey" or not name:
        return None
    places = {
        "header": (name, None, None, ""),
        "query": (None, name, None, ""),
        "cookie": (None, None, name, ""),
    }
    return places.get(node.text("in") or "")
