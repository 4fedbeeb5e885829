"""The package: its groups of functions, its types, its webhooks, errors and settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.client_settings import ClientParameter, NamedServer, ServerVariable
    from generator.document.document import Node
    from generator.ir.operation import Operation
    from generator.name_history import History
    from generator.naming import Identifier
    from generator.profiles.credentials import Credential
    from generator.profiles.failures import Failure
    from generator.profiles.profile import Scheme
    from generator.provenance import Provenance
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, Shape
    from generator.text import Untrusted
    from generator.type_declarations import TypeModule


@dataclass(frozen=True, slots=True)
class GroupDescription:
    """What the document says about a group; `url` has more of it."""

    summary: Untrusted
    description: Untrusted
    url: Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The operations of one group: one module."""

    name: Identifier
    operations: tuple[Operation, ...]
    headers: Mapping[str, str]
    reference: str | None
    about: GroupDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """The webhooks: what the service sends to a server of the user.

    Attributes:
        type: of any of the payloads, as `shape` is.
        node: the first webhook of the document.
        payloads: the name of each webhook, and the type of its payload.
        scheme: how they are signed; None if neither document nor profile says it.
        environment: the environment variable with the secret that they are signed with.
    """

    type: PythonType
    shape: Shape
    node: Node
    payloads: tuple[tuple[Untrusted, PythonType], ...]
    scheme: Scheme | None
    environment: str

    @property
    def function(self) -> str:
        """The function that reads them: it is called otherwise where it cannot verify them."""
        return "parse_webhook" if self.scheme else "read_webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    """The type of the body of an error, which is a class of the runtime, and of its subclasses.

    Attributes:
        places: the shapes that a body can have, and where the document has each.
    """

    error: str
    places: tuple[tuple[Shape, Node], ...]
    shape: Shape
    type: PythonType


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """The errors whose body is JSON.

    Attributes:
        bodies: that of any error first, then those that differ from it; empty if there is none.
        schemas: the number of their schemas.
        operations: the number of operations that declare one.
    """

    bodies: tuple[ErrorBody, ...]
    schemas: int
    operations: int


@dataclass(frozen=True, slots=True)
class Extra:
    """A module that is copied from a file, and what the package exports of it."""

    module: str
    exports: tuple[str, ...]
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The package: what the templates print, and what `diff` and the lock need of it.

    Attributes:
        base_url: may have variables, as other URLs of servers.
        servers: all to choose from; empty for one.
        server_setting: the setting that chooses one; None for one.
        failure: how the bodies of all operations report a failure; false without such a rule.
        schemas: the shapes of schemas that are in the package without an operation.
        definitions: every definition that an operation or a webhook needs, by name.
        request_ids: the headers of responses that may have the ID of the request, best first; empty
            for the usual one.
        key_header: the header for the idempotency key of each POST and PATCH; None for none.
        repeat: the methods whose requests the service may receive twice, but for idempotent ones.
        extras: the modules that the profile adds.
        about: title, version and licence of the document.
        history: names and positions that a later run keeps.
    """

    name: str
    title: Untrusted
    base_url: Untrusted
    base_url_environment: str | None
    servers: tuple[NamedServer, ...]
    server_setting: Identifier | None
    variables: tuple[ServerVariable, ...]
    parameters: tuple[ClientParameter, ...]
    form_style: str
    request_ids: tuple[str, ...]
    key_header: str | None
    repeat: tuple[str, ...]
    credentials: tuple[Credential, ...]
    links: str | None
    groups: tuple[Group, ...]
    components: tuple[TypeModule, ...]
    params: tuple[TypeModule, ...]
    webhooks: Webhooks | None
    errors: Errors
    failure: Failure
    schemas: tuple[Shape, ...]
    definitions: Mapping[str, Definition]
    extras: tuple[Extra, ...]
    provenance: Provenance
    about: Mapping[str, str]
    history: History

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of all groups."""
        return tuple(one for group in self.groups for one in group.operations)

    def without_old_names(self) -> Package:
        """Return the package with one function for each operation."""
        groups = []
        for group in self.groups:
            own = tuple(one for one in group.operations if one.renamed_to is None)
            groups.append(replace(group, operations=own))
        return replace(self, groups=tuple(groups))
