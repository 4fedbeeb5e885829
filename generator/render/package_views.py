"""The modules around the groups: `__init__.py` and `webhooks.py`."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.render.annotations import Printer
from generator.render.docstrings import title_in_text
from generator.reserved_names import (
    ANY_STATUS_ERROR,
    API_EXPORTS,
    EVENT_ERROR,
    OAUTH_EXPORTS,
    RUNTIME_EXPORTS,
    STATUS_ERRORS,
    STREAMING,
    WEBHOOK_EXPORTS,
    WEBHOOKS,
)
from generator.text import Untrusted, docstring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Package, Webhooks


@dataclass(frozen=True, slots=True)
class ModuleExports:
    """Names that the package takes from one of its modules."""

    module: str
    names: tuple[str, ...]

    @property
    def source(self) -> str:
        """The names as a string, which has several lines if it is long."""
        lines = textwrap.wrap(" ".join(self.names), 90, break_long_words=False)
        if len(lines) == 1:
            return f'"{lines[0]}"'
        return "\n        ".join(['"""', *lines]) + '\n    """'


@dataclass(frozen=True, slots=True)
class PackageView:
    """The `__init__.py` and `__init__.pyi` of the package, or of a folder of types.

    Attributes:
        origins: the names that it exports, by module.
        modules: those that it exports themselves.
    """

    docstring: str
    origins: tuple[ModuleExports, ...]
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksView:
    """The package's `webhooks.py`; `verified` where it is known how they are signed.

    Attributes:
        environment: the environment variable with their secret: an identifier.
    """

    docstring: str
    function: str
    returns: str
    verified: bool
    environment: str


def package_view(package: Package) -> PackageView:
    """Decide what a user can import from the package itself."""
    groups = [
        ModuleExports(group.name, tuple(sorted(one.name for one in group.operations)))
        for group in package.groups
    ]
    bodies = {one.error for one in package.errors.bodies}
    typed = (ANY_STATUS_ERROR, *STATUS_ERRORS.values()) if bodies else ()
    typed = (*typed, *bodies.intersection([EVENT_ERROR]))
    streams = any(one.events for one in package.operations)
    runtime = (
        ModuleExports(f"_runtime.{module}", tuple(name for name in names if name not in typed))
        for module, names in RUNTIME_EXPORTS.items()
        if streams or module != STREAMING
    )
    origins = [ModuleExports("_api", API_EXPORTS), *runtime, *groups]
    if typed:
        origins.insert(1, ModuleExports("_errors", typed))
    modules = ["components", "params", *(group.name for group in package.groups)]
    if package.webhooks:
        modules.append(WEBHOOKS)
        origins.append(ModuleExports(WEBHOOKS, (package.webhooks.function,)))
        if package.webhooks.scheme:
            origins.append(ModuleExports(f"_runtime.{WEBHOOKS}", WEBHOOK_EXPORTS))
    if any(one.grants for one in package.credentials):
        origins.append(ModuleExports("_runtime.tokens", OAUTH_EXPORTS))
    about = docstring(_about(package), indent="")
    origins += [ModuleExports(one.module, one.exports) for one in package.extras if one.exports]
    modules += [one.module for one in package.extras]
    return PackageView(about, tuple(origins), tuple(sorted(modules)))


def _about(package: Package) -> Iterator[str]:
    yield f"A client of {title_in_text(package.title)}: one function per operation."
    yield ""
    yield "Each function has the views `.attempt`, `.raw`, `.request` and `.aio`; one that returns"
    pages = "pages has `.iter` and `.pages`, one that can stream has `.stream`"
    if any(one.polls for one in package.operations):
        yield f"{pages},"
        yield "one that starts or reads a job has `.until_done`."
    else:
        yield f"{pages}."
    for group in package.groups:
        yield ""
        names = ", ".join(f"`{one.name}`" for one in group.operations)
        yield from Untrusted(f"- {group.name}: {names}").lines(92)
    for extra in package.extras:
        if extra.exports:
            names = ", ".join(f"`{one}`" for one in extra.exports)
            yield ""
            yield from Untrusted(f"- {extra.module}: {names}").lines(92)
    if package.webhooks:
        yield from ("", f"`{package.webhooks.function}` reads what the service sends to you.")


def webhooks_view(webhooks: Webhooks, package: Package) -> WebhooksView:
    """Decide how the package's webhooks are read."""
    printer = Printer()
    return WebhooksView(
        docstring=docstring(_about_webhooks(webhooks, package, printer), indent=""),
        function=webhooks.function,
        returns=printer.type(webhooks.type),
        verified=webhooks.scheme is not None,
        environment=webhooks.environment,
    )


def _about_webhooks(webhooks: Webhooks, package: Package, printer: Printer) -> Iterator[str]:
    yield f"The webhooks of {title_in_text(package.title)}: what it sends to your server."
    yield ""
    for name, payload in webhooks.payloads:
        yield from Untrusted(f"- `{name.wire()}`: `{printer.type(payload)}`").lines(92)
