"""The credentials of an API: from `[[credentials]]` of a profile, or from the document.

A new security scheme needs a case in `_request_place`, and support in the runtime's `Credential`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import shown
from generator.document.mending import addition
from generator.naming import distinct, snake_case
from generator.profiles.environment import variable_names
from generator.profiles.oauth import grants_of, prefix_of
from generator.profiles.toml_tables import NOT_A_KEY
from generator.python_types import RuntimeCall
from generator.reserved_names import RESERVED, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.profiles.oauth import Grants
    from generator.profiles.toml_tables import Table

_PLACES: Final = ("header", "query", "cookie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One secret, and its place in a request: exactly one of `header`, `query` and `cookie`.

    Attributes:
        setting: The name in `configure(...)` and `Client(...)`.
        former: A former name of the setting, which still works.
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
        basic: The value is a user and a password, sent in base64 after the prefix.
        grants: How a client gets a value, if none is given.
    """

    setting: str
    argument: str
    former: str | None = None
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
    grants: Grants | None = field(default=None, metadata=NOT_A_KEY)

    @property
    def call(self) -> RuntimeCall:
        """The call that creates the credential of the runtime."""
        names = ("argument", *_PLACES, "prefix", "environment", "required", "basic")
        keywords = tuple((name, value) for name in names if (value := getattr(self, name)))
        return RuntimeCall("credentials", "Credential", (self.setting,), keywords)

    @property
    def type(self) -> str:
        """The type of the value: an alias of the runtime."""
        return "LoginSource" if self.basic else "KeySource"

    @property
    def destination(self) -> str:
        """The place in a request, for a changelog: `header Authorization: Bearer …`."""
        named = (f"{kind} {name}" for kind in _PLACES if (name := getattr(self, kind)))
        place = next(named, "nothing")
        return f"{place}: {self.prefix}…" if self.prefix else place


class _RequestPlace(NamedTuple):
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    prefix: str = ""


def read_credential(table: Table) -> Credential:
    """Return the credential of a `[[credentials]]` table."""
    credential = table.read(Credential)
    table.check_names("an environment variable", "environment")
    table.check_names("a header", "header")
    if [getattr(credential, place) for place in _PLACES].count(None) != len(_PLACES) - 1:
        table.reject("credentials", "needs exactly one of header, query and cookie")
    if credential.groups and credential.scheme is None:
        table.reject("groups", "needs a scheme too")
    setting, argument = snake_case(credential.setting), snake_case(credential.argument)
    for key, name in (("setting", setting), ("argument", argument)):
        if name in SETTINGS | RESERVED:
            table.reject(key, "is a reserved name")
    former = credential.former and snake_case(credential.former)
    if former in {setting, *SETTINGS, *RESERVED}:
        table.reject("former", "is a reserved name, or that of the setting")
    groups = tuple(map(snake_case, credential.groups))
    return replace(credential, setting=setting, former=former, argument=argument, groups=groups)


def declared_credentials(
    document: Document, resolver: Resolver, log: DiagnosticLog, prefix: str, *, required: bool
) -> tuple[Credential, ...]:
    """Return one credential per security scheme that a client can support.

    Source: OpenAPI 3.1, 4.8.27 "Security Scheme Object".
    """
    schemes = list(_readable_schemes(document, resolver, log))
    settings = distinct([scheme for scheme, _, _ in schemes], taken=SETTINGS | RESERVED)
    variables = variable_names(prefix, settings, [f"{prefix}_BASE_URL"])
    taken = SETTINGS | RESERVED | {*settings}
    credentials = (
        Credential(
            setting=setting,
            argument=setting,
            environment=(variable,),
            required=required,
            scheme=scheme,
            description=node.text("description") or "",
            header=place.header,
            query=place.query,
            cookie=place.cookie,
            prefix=place.prefix,
            basic=place.prefix == "Basic ",
            grants=grants_of(node) if node.text("type") == "oauth2" else None,
        )
        for setting, variable, (scheme, node, place) in zip(
            settings, variables, schemes, strict=True
        )
    )
    return tuple(_with_names(list(credentials), taken, f"{prefix}_"))


def _with_names(
    credentials: Sequence[Credential], taken: Collection[str], environment: str
) -> Iterator[Credential]:
    """Yield the credentials; those with grants share the settings for them."""
    roles = {role for one in credentials if one.grants for role in one.grants.roles}
    variables = [name for one in credentials for name in one.environment]
    ends = [one.removeprefix(environment).lower() for one in variables]
    prefix = prefix_of(roles, taken, ends)
    for one in credentials:
        grants = one.grants and replace(one.grants, prefix=prefix, environment=environment)
        yield replace(one, grants=grants)


def setting_names(credentials: Iterable[Credential]) -> set[str]:
    """Return the names of all settings for credentials."""
    found: set[str] = set()
    for one in credentials:
        found.update(filter(None, (one.setting, one.former)))
        if one.grants:
            found.update(f"{one.grants.prefix}{role}" for role in one.grants.roles)
    return found


def _readable_schemes(
    document: Document, resolver: Resolver, log: DiagnosticLog
) -> Iterator[tuple[str, Node, _RequestPlace]]:
    """Yield the security schemes whose secret is a text in a request; log the others."""
    for scheme, reference in document.root.members("components", "securitySchemes"):
        node = resolver.resolve(reference, "security scheme")
        place = _request_place(node) if node else None
        if node and place:
            if node.text("type") == "http" and not place.prefix:
                _log_unknown(scheme, node, log)
            yield scheme, node, place
        elif node and node.text("type") != "mutualTLS":
            log.fault(
                "malformed-security",
                f"the security scheme {shown(scheme)} has no type that is known, or no place; "
                "calls are sent without it",
                at=node,
                help="declare it, as what it is",
                mend=addition(node, {"type": "http", "scheme": "bearer"}),
            )


def _log_unknown(scheme: str, node: Node, log: DiagnosticLog) -> None:
    log.warning(
        "unknown-http-scheme",
        f"the HTTP scheme of {shown(scheme)} is neither basic nor bearer; the value of its "
        "credential is sent as it is",
        at=node.get("scheme") or node,
        help="give the whole value of the header Authorization, such as 'Token …'",
    )


def _request_place(node: Node) -> _RequestPlace | None:
    """Return the place of a scheme's secret; None if the secret is not a text in a request."""
    match node.text("type"):
        case "oauth2" | "openIdConnect":
            return _RequestPlace(header="Authorization", prefix="Bearer ")
        case "http" if scheme := node.text("scheme"):
            prefix = {"bearer": "Bearer ", "basic": "Basic "}.get(scheme.lower(), "")
            return _RequestPlace(header="Authorization", prefix=prefix)
        case "apiKey" if (name := node.text("name")) and (place := node.text("in")) in _PLACES:
            return _RequestPlace(**{place: name})
        case _:
            return None
