"""The credentials of an API: from `[[credentials]]` of a profile, or from the document.

A new security scheme needs a case in `_from_scheme`, and support in the runtime's `Credential`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.naming import distinct, snake_case
from generator.python_types import RuntimeCall
from generator.reserved_names import RESERVED, SETTINGS

if TYPE_CHECKING:
    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.profiles.toml_tables import Table

_PLACES: Final = ("header", "query", "cookie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One secret, and its place in a request: exactly one of `header`, `query` and `cookie`.

    Attributes:
        setting: The name in `configure(...)` and `Client(...)`.
        argument: The name as an argument of the operations that ask for it.
        header: The header that takes it.
        query: The query parameter that takes it.
        cookie: The cookie that takes it.
        prefix: Text before the secret, such as `Bearer ` with its space.
        environment: The environment variables to read; the first one that is set counts.
        required: A call without it raises, if the operation asks for it.
        scheme: The security scheme of the document that it serves. Without it, every operation
            takes the credential.
        groups: The groups that take it if the document does not say who does. It needs `scheme`.
        description: The text in docstrings.
        basic: The value is `user:password`, sent in base64 after the prefix.
    """

    setting: str
    argument: str
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    prefix: str = ""
    environment: tuple[str, ...] = ()
    required: bool = False
    scheme: str | None = None
    groups: tuple[str, ...] = ()
    description: str = ""
    basic: bool = False

    @property
    def call(self) -> RuntimeCall:
        """The call that creates the credential of the runtime."""
        settings = {
            "argument": self.argument,
            "header": self.header,
            "query": self.query,
            "cookie": self.cookie,
            "prefix": self.prefix,
            "environment": self.environment,
            "required": self.required,
            "basic": self.basic,
        }
        keywords = tuple((name, value) for name, value in settings.items() if value)
        return RuntimeCall("credentials", "Credential", (self.setting,), keywords)

    @property
    def destination(self) -> str:
        """The place in a request, for a changelog: `header Authorization: Bearer …`."""
        places = zip(_PLACES, (self.header, self.query, self.cookie), strict=True)
        place = next((f"{kind} {name}" for kind, name in places if name), "nothing")
        return f"{place}: {self.prefix}…" if self.prefix else place


def read_credential(table: Table) -> Credential:
    """Return the credential of a `[[credentials]]` table."""
    table.check_keys(*Credential.__dataclass_fields__)
    if len([name for name in _PLACES if table.optional_text(name) is not None]) != 1:
        table.reject("credentials", "needs exactly one of header, query and cookie")
    if table.strings("groups") and table.optional_text("scheme") is None:
        table.reject("groups", "needs a scheme too")
    return Credential(
        setting=_name(table, "setting"),
        argument=_name(table, "argument"),
        header=table.optional_text("header"),
        query=table.optional_text("query"),
        cookie=table.optional_text("cookie"),
        prefix=table.optional_text("prefix") or "",
        environment=table.strings("environment"),
        required=table.flag("required"),
        scheme=table.optional_text("scheme"),
        groups=tuple(map(snake_case, table.strings("groups"))),
        description=table.optional_text("description") or "",
        basic=table.flag("basic"),
    )


def _name(table: Table, key: str) -> str:
    name = snake_case(table.text(key))
    return table.reject(key, "is a reserved name") if name in SETTINGS | RESERVED else name


def declared_credentials(
    document: Document, resolver: Resolver, package: str, *, required: bool
) -> tuple[Credential, ...]:
    """Return one credential per security scheme that a client can support.

    Source: OpenAPI 3.1, 4.8.27 "Security Scheme Object".
    """
    schemes: list[tuple[str, Node, RequestPlace]] = []
    for scheme, reference in document.root.members("components", "securitySchemes"):
        node = resolver.resolve(reference)
        place = _from_scheme(node) if node else None
        if node and place:
            schemes.append((scheme, node, place))
    settings = distinct([scheme for scheme, _, _ in schemes], taken=SETTINGS | RESERVED)
    return tuple(
        Credential(
            setting=setting,
            argument=setting,
            header=place.header,
            query=place.query,
            cookie=place.cookie,
            prefix=place.prefix,
            environment=(f"{package}_{setting}".upper(),),
            required=required,
            scheme=scheme,
            description=node.text("description") or "",
            basic=place.prefix == "Basic ",
        )
        for setting, (scheme, node, place) in zip(settings, schemes, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPlace:
    """The place of a secret in a request, and the text before it."""

    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    prefix: str = ""


def _from_scheme(node: Node) -> RequestPlace | None:
    """Return the place of a scheme's secret; None if the secret is not a text in a request."""
    match node.text("type"):
        case "oauth2" | "openIdConnect":
            return RequestPlace(header="Authorization", prefix="Bearer ")
        case "http" if scheme := node.text("scheme"):
            prefix = {"bearer": "Bearer ", "basic": "Basic "}.get(scheme.lower(), "")
            return RequestPlace(header="Authorization", prefix=prefix)
        case "apiKey" if name := node.text("name"):
            places = {
                "header": RequestPlace(header=name),
                "query": RequestPlace(query=name),
                "cookie": RequestPlace(cookie=name),
            }
            return places.get(node.text("in") or "")
        case _:
            return None
