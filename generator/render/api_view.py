"""The package's `_api.py`: its address, settings and credentials."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.render.annotations import Printer
from generator.render.docstrings import entry
from generator.text import Untrusted, docstring, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir import Package
    from generator.profiles.credentials import Credential

_USUAL = "The address, timeouts, retries, headers and HTTP clients: see `ClientSettings`."


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting of the client: its name, its type, and the call that describes it, as source."""

    name: str
    type: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiView:
    """The package's `_api.py`.

    Attributes:
        client: the docstring of the class; `configure` is that of the function.
        call_order: the credentials, those first that most operations take together.
    """

    name: str
    base_url: str
    base_url_environment: str | None
    form_style: str | None
    request_id_headers: str | None
    client: str
    configure: str
    credentials: tuple[SettingView, ...]
    call_order: tuple[SettingView, ...]


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
    names = f"({', '.join(map(literal, package.request_ids))},)"
    credentials = {one.setting: _credential(one) for one in package.credentials}
    about = tuple(_about_settings(package))
    return ApiView(
        name=package.name,
        base_url=package.base_url.literal(),
        base_url_environment=literal(variable) if variable else None,
        request_id_headers=names if package.request_ids else None,
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
        call_order=tuple(credentials[setting] for setting in call_order(package)),
    )


def _docstring(head: Iterable[str], about: Iterable[str]) -> str:
    return docstring([*head, "", "Args:", *about])


def _credential(credential: Credential) -> SettingView:
    return SettingView(credential.setting, credential.type, Printer().call(credential.call))


def _about_settings(package: Package) -> Iterator[str]:
    """Yield the entries of all settings in a docstring."""
    for one in package.credentials:
        form = "A user and a password, or one text `user:password`." if one.basic else ""
        facts = " ".join(filter(None, (form, _default(one.environment))))
        text = (
            Untrusted(one.description).followed_by(facts) if one.description else Untrusted(facts)
        )
        yield from entry(one.setting, text, package)
    yield from entry("settings", Untrusted(_USUAL), package)


def _default(environment: Iterable[str]) -> str:
    names = " or ".join(f"`{name}`" for name in environment)
    return f"Default: {names} in the environment." if names else ""
