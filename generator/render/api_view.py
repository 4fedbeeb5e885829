"""The package's `_api.py`: its address, settings and credentials."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.python_types import RuntimeCall
from generator.render.annotations import Printer
from generator.render.docstrings import entry
from generator.render.setting_views import SettingView, grant_settings, grant_texts
from generator.reserved_names import EVENT_ERROR
from generator.text import Untrusted, docstring, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.client_settings import ClientParameter, ServerVariable
    from generator.ir import Package
    from generator.profiles.credentials import Credential
    from generator.python_types import Value

_NOT_IN_TOKENS = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VERSION = 40  # characters
_WEBHOOK_SECRET = SettingView("webhook_secret", "str", "", "webhook_secret")
_USUAL = "The address, timeouts, retries, headers and HTTP clients: see `ClientSettings`."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiView:
    """The package's `_api.py`.

    Attributes:
        servers: the names and URLs of several servers.
        client: the docstring of the class; `configure` is that of the function.
        values: the settings that are not credentials.
        has_errors: errors have typed bodies.
        has_event_errors: those of events too.
        grants: the client can request access tokens.
        failure: how the bodies of all responses report a failure.
        modules: those that types of settings are in.
        former: the former names of credentials.
        call_order: the credentials, those first that most operations take together.
    """

    name: str
    version: str | None
    base_url: str
    base_url_environment: str | None
    servers: str | None
    form_style: str | None
    request_id_headers: str | None
    key_header: str | None
    repeat: str | None
    client: str
    configure: str
    credentials: tuple[SettingView, ...]
    former: tuple[SettingView, ...]
    grants: bool
    variables: tuple[SettingView, ...]
    parameters: tuple[SettingView, ...]
    modules: tuple[str, ...]
    values: tuple[SettingView, ...]
    call_order: tuple[SettingView, ...]
    has_errors: bool
    has_event_errors: bool
    failure: str | None

    @property
    def settings(self) -> tuple[SettingView, ...]:
        """The settings of the client, but for those of each API."""
        return (*self.credentials, *self.former, *self.values)

    @property
    def credential_types(self) -> list[str]:
        """The names in the module of credentials that the settings use."""
        return self._used("KeySource", "LoginSource")

    @property
    def abc_types(self) -> list[str]:
        """The same in `collections.abc`."""
        return self._used("Callable", "Sequence")

    @property
    def takes_tokens(self) -> bool:
        """Whether a setting is a function that gets them."""
        return bool(self._used("Token]"))

    def _used(self, *names: str) -> list[str]:
        return [name for name in names if any(name in one.type for one in self.settings)]

    @property
    def has_choices(self) -> bool:
        """Whether a setting has only some values."""
        return any("Literal[" in one.type for one in self.values)


def call_order(package: Package) -> list[str]:
    """Return the settings of all credentials: first those that most operations take together."""
    together = Counter(
        tuple(one.setting for one in operation.credentials) for operation in package.operations
    )
    most = together.most_common(1)[0][0] if together else ()
    return [*most, *(one.setting for one in package.credentials if one.setting not in most)]


def api_view(package: Package) -> ApiView:
    """Decide what the API adds to the runtime."""
    variable = package.base_url_environment
    credentials = {one.setting: _credential(one) for one in package.credentials}
    printer = Printer()
    variables = tuple(map(_variable, package.variables))
    parameters = tuple(_parameter(one, printer) for one in package.parameters)
    webhook = (_WEBHOOK_SECRET,) if package.webhooks and package.webhooks.scheme else ()
    about = tuple(_about_settings(package))
    return ApiView(
        name=package.name,
        version=_version(package.about.get("version", "")),
        base_url=package.base_url.literal(),
        base_url_environment=literal(variable) if variable else None,
        servers=_mapping((one.name, one.url) for one in package.servers) or None,
        request_id_headers=_tuple(package.request_ids) if package.request_ids else None,
        key_header=literal(package.key_header) if package.key_header else None,
        repeat=_tuple(package.repeat) if package.repeat else None,
        form_style=literal(package.form_style) if package.form_style != "plain" else None,
        client=_docstring(["Settings and connections for the API; use one per tenant."], about),
        configure=_docstring(
            [
                "Set the client that calls use by default.",
                "",
                "What is not set here comes from the environment.",
            ],
            about,
        ),
        credentials=tuple(credentials.values()),
        former=tuple(
            SettingView(one.former, one.type, "", one.setting)
            for one in package.credentials
            if one.former
        ),
        grants=any(one.grants for one in package.credentials),
        variables=variables,
        parameters=parameters,
        modules=tuple(sorted(printer.names & {"components", "params"})),
        values=(*grant_settings(package), *_choice(package), *webhook, *variables, *parameters),
        call_order=tuple(credentials[setting] for setting in call_order(package)),
        has_errors=bool(package.errors.bodies),
        has_event_errors=any(one.error == EVENT_ERROR for one in package.errors.bodies),
        failure=Printer().call(package.failure.call) if package.failure else None,
    )


def _version(text: str) -> str | None:
    """Return the version of the document as a header may have it (RFC 9110, 10.1.5)."""
    token = _NOT_IN_TOKENS.sub("-", text).strip("-")[:_VERSION]
    return literal(token) if token else None


def _docstring(head: Iterable[str], about: Iterable[str]) -> str:
    return docstring([*head, "", "Args:", *about])


def _credential(credential: Credential) -> SettingView:
    call = Printer().call(credential.call)
    if credential.grants:
        call = f"{call.removesuffix(')')}, grants={Printer().call(credential.grants.call)})"
    name, former = credential.setting, credential.former
    given = f"{name} if {name} is not None else {former}" if former else name
    return SettingView(name, credential.type, call, name, given)


def _choice(package: Package) -> Iterator[SettingView]:
    """Yield the setting that chooses one of several servers."""
    if package.server_setting:
        names = ", ".join(one.name.literal() for one in package.servers)
        yield SettingView(package.server_setting, f"Literal[{names}]", "", "server")


def _variable(one: ServerVariable) -> SettingView:
    arguments = [literal(one.setting)]
    if one.default is not None:
        arguments.append(f"default={literal(one.default)}")
    if one.defaults:
        pairs = ((Untrusted(url), Untrusted(text)) for url, text in one.defaults.items())
        arguments.append(f"defaults={_mapping(pairs)}")
    if one.options:
        arguments.append(f"options={_tuple(one.options)}")
    if one.secret:
        arguments.append("secret=True")
    if one.environment:
        arguments.append(f"environment={_tuple(one.environment)}")
    kind = f"Literal[{', '.join(map(literal, one.options))}]" if one.options else "str"
    return SettingView(one.setting, kind, f"Variable({', '.join(arguments)})", one.setting)


def _parameter(one: ClientParameter, printer: Printer) -> SettingView:
    keywords: list[tuple[str, Value]] = [(one.place, one.wire)]
    if one.default is not None:
        keywords.append(("default", one.default))
    if one.required:
        keywords.append(("required", True))
    if one.environment:
        keywords.append(("environment", one.environment))
    if one.everywhere:
        keywords.append(("everywhere", True))
    call = RuntimeCall("settings", "Parameter", (one.setting,), tuple(keywords))
    kind = printer.type(one.type)
    return SettingView(one.setting, kind, Printer().call(call), one.setting)


def _tuple(values: Sequence[str]) -> str:
    return f"({', '.join(map(literal, values))}{',' if len(values) == 1 else ''})"


def _mapping(pairs: Iterable[tuple[Untrusted, Untrusted]]) -> str:
    entries = ", ".join(f"{key.literal()}: {value.literal()}" for key, value in pairs)
    return f"{{{entries}}}" if entries else ""


def _about_settings(package: Package) -> Iterator[str]:
    """Yield the entries of all settings in a docstring."""
    for one in package.credentials:
        facts = " ".join(filter(None, (_form(one), _from_environment(one.environment))))
        text = (
            Untrusted(one.description).followed_by(facts) if one.description else Untrusted(facts)
        )
        yield from entry(one.setting, text, package)
        if one.former:
            former = Untrusted(f"The former name of `{one.setting}`, which still works.")
            yield from entry(one.former, former, package)
    for name, about in grant_texts(package):
        yield from entry(name, about, package)
    if package.server_setting:
        yield from entry(package.server_setting, _about_servers(package), package)
    if package.webhooks and package.webhooks.scheme:
        secret = f"The secret of webhooks. {_from_environment([package.webhooks.environment])}"
        yield from entry(_WEBHOOK_SECRET.name, Untrusted(secret), package)
    for each in package.variables:
        yield from entry(each.setting, each.description.followed_by(_default(each)), package)
    for sent in package.parameters:
        yield from entry(sent.setting, sent.description.followed_by(_usual(sent)), package)
    yield from entry("settings", Untrusted(_USUAL), package)


def _form(credential: Credential) -> str:
    """Return what the value of a credential is, if it is not only the secret."""
    if credential.basic:
        return "A user and a password, or one text `user:password`, or a key alone."
    is_whole = (credential.header or "").lower() == "authorization" and not credential.prefix
    return "The whole value of the header `Authorization`." if is_whole else ""


def _about_servers(package: Package) -> Untrusted:
    listed = ", ".join(f"`{one.name.wire()}` is `{one.url.wire()}`" for one in package.servers)
    own = any(one.servers for one in package.operations)
    more = " Some operations have servers of their own with these names." if own else ""
    return Untrusted(f"The server: {listed}. Default: the first one.{more}")


def _default(variable: ServerVariable) -> str:
    """Return what the value of a variable is if none is given."""
    usual = "" if variable.default is None else f"`{variable.default}`"
    plain = f"Default: {usual}." if usual else "Required."
    return _from_environment(variable.environment, usual) or plain


def _usual(parameter: ClientParameter) -> str:
    kind = "query parameter" if parameter.place == "query" else parameter.place
    usual = " Required." if parameter.required else ""
    if parameter.environment:
        usual = f" {_from_environment(parameter.environment)}"
    elif parameter.default is not None:
        usual = f" Default: `{parameter.default}`."
    return f"The {kind} `{parameter.wire.wire()}` of all calls.{usual}"


def _from_environment(environment: Iterable[str], otherwise: str = "") -> str:
    names = " or ".join(f"`{name}`" for name in environment)
    more = f", else {otherwise}" if otherwise else ""
    return f"Default: {names} in the environment{more}." if names else ""
