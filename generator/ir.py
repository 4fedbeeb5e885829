"""The package to be written, as frozen values: everything is decided but how it is printed.

Shapes and nodes say what of the document each part is made from: `diff` compares them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.client_settings import ClientParameter, NamedServer, ServerVariable
    from generator.document.document import Node
    from generator.name_history import History
    from generator.naming import Identifier
    from generator.profiles.credentials import Credential
    from generator.profiles.profile import Scheme
    from generator.provenance import Provenance
    from generator.python_types import Constant, PythonType, RuntimeCall
    from generator.schemas.shapes import Definition, Degradation, Shape
    from generator.text import Untrusted
    from generator.type_declarations import TypeModule

Place = Literal["path", "query", "header", "cookie", "body", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of an operation.

    Attributes:
        wire: its name in the request.
        place: where its value goes in the request; a `choice` of media types goes nowhere.
        type: what a caller may give.
        sent_default: the document's value of a required parameter, which a call need not give then.
        wrapper: the call that serializes the value, which is its first argument; None for the
            default style.
        setting: the setting of the client that it overrides.
    """

    name: Identifier
    wire: Untrusted
    place: Place
    shape: Shape
    node: Node
    type: PythonType
    required: bool
    description: Untrusted
    example: object = None
    default: object = None
    sent_default: Constant | None = None
    wrapper: RuntimeCall | None = None
    setting: Identifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A stream: the union of its events or items, and how it is asked for.

    Attributes:
        shape: of any event.
        media_type: None for server-sent events.
        flag: the member of the body, or the query parameter, that asks for it.
        value: what the flag says; None for true.
        envelope: an event is its name and its data, not the data alone.
        text: the data of an event is text, also where it could be JSON.
        ends: the data or the types of events that end the stream; empty where nothing says so.
        only: the operation returns nothing else.
        carries_result: an event holds a whole result.
    """

    type: PythonType
    shape: Shape
    media_type: Untrusted | None
    flag: Untrusted | None
    value: str | None
    in_query: bool
    envelope: bool
    text: bool
    ends: tuple[str, ...]
    only: bool
    carries_result: bool

    @property
    def go_to_sink(self) -> bool:
        """Whether a sink receives the events, and not the result of the call."""
        return self.only or self.carries_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How all pages of a list are read.

    Attributes:
        item: the type of an item.
        pager: the call that makes the pager.
        rule: the name of the rule, such as `cursor`.
        origin: what it follows: `document`, `profile`, or an extension such as `x-ms-pageable`.
        items: the member of the response that has the list; empty for the response itself.
    """

    item: PythonType
    pager: RuntimeCall
    rule: str
    origin: str
    items: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A list that may have pages: several ways fit, or one in part.

    Attributes:
        candidates: for each, the keys and values of the `[[paging]]` table that would choose it.
    """

    candidates: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One way to send the body.

    Attributes:
        whole: the one argument is the body; else each is a member of it.
        has_files: it is JSON that may hold files.
        part_types: the media types of a form's parts, by member.
        part_styles: the calls that serialize the members of a form, by member.
        items: the class of the runtime that encodes the items of the content.
    """

    kind: Literal["json", "form", "content"]
    media_type: Untrusted
    whole: bool
    has_files: bool
    arguments: tuple[Argument, ...]
    part_types: tuple[tuple[Untrusted, Untrusted], ...] = ()
    part_styles: tuple[tuple[Untrusted, RuntimeCall], ...] = ()
    items: RuntimeCall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: one function.

    Attributes:
        identity: its `operationId`, or its method and path if it has none.
        server: its URL, if it differs from that of the others.
        arguments: in the document's order.
        positional: the names of those that are given by position, in that order.
        bodies: the ways to send the body; of several, the call's arguments choose.
        body_required: something must be sent.
        returns: type of the response; `bytes` and `str` for what is not JSON, `None` for none.
        redirects: a redirect is the expected response.
        takes_sink: it has an argument `stream_to`.
        undecided: how it may be paged, if that is not plain.
        credentials: those that it sends, when they are given.
        alternatives: the settings of credentials that are required together, if there is a choice.
        degradations: what the function cannot say in full.
    """

    name: Identifier
    identity: str
    node: Node
    method: str
    path: Untrusted
    server: Untrusted | None
    summary: Untrusted
    description: Untrusted
    deprecated: bool
    arguments: tuple[Argument, ...]
    positional: tuple[Identifier, ...]
    bodies: tuple[Body, ...]
    body_required: bool
    returns: PythonType
    result: Shape
    accept: tuple[Untrusted, ...]
    redirects: bool
    events: Events | None
    takes_sink: bool
    pages: Pages | None
    undecided: Undecided | None
    errors: Mapping[str, Untrusted]
    credentials: tuple[Credential, ...]
    alternatives: tuple[tuple[str, ...], ...]
    degradations: tuple[Degradation, ...]

    def shared_argument(self, name: str) -> str:
        """Return the name of an argument that every function has, such as `options`.

        An argument of the API with this name keeps it.
        """
        own = {str(one.name) for one in self.arguments}
        while name in own:
            name = f"call_{name}"
        return name

    @property
    def in_order(self) -> tuple[Argument, ...]:
        """The arguments as a call has them: by position, then those it must name, then the rest."""
        by_name = {one.name: one for one in self.arguments}
        named = [one for one in self.arguments if one.name not in self.positional]
        named.sort(key=lambda one: not one.required)
        return (*(by_name[name] for name in self.positional), *named)


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
    """

    type: PythonType
    shape: Shape
    node: Node
    payloads: tuple[tuple[Untrusted, PythonType], ...]
    scheme: Scheme | None

    @property
    def function(self) -> str:
        """The function that reads them: it is called otherwise where it cannot verify them."""
        return "parse_webhook" if self.scheme else "read_webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    """The type of the body of an error, which is a class of the runtime, and of its subclasses."""

    error: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The package: what the templates print, and what `diff` and the lock need of it.

    Attributes:
        base_url: may have variables, as other URLs of servers.
        servers: all to choose from; empty for one.
        server_setting: the setting that chooses one; None for one.
        schemas: the shapes of schemas that are in the package without an operation.
        definitions: every definition that an operation or a webhook needs, by name.
        request_ids: the headers of responses that may have the ID of the request, best first; empty
            for the usual one.
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
    credentials: tuple[Credential, ...]
    links: str | None
    groups: tuple[Group, ...]
    components: tuple[TypeModule, ...]
    params: tuple[TypeModule, ...]
    webhooks: Webhooks | None
    errors: Errors
    schemas: tuple[Shape, ...]
    definitions: Mapping[str, Definition]
    provenance: Provenance
    about: Mapping[str, str]
    history: History

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of all groups."""
        return tuple(one for group in self.groups for one in group.operations)
