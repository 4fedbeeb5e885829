"""The package to be written, as frozen values: decided, but for how it is printed.

What is printed is text and annotations; the shapes and places beside them say what that was
made from, for whoever compares two packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.document.document import Node
    from generator.naming import Identifier
    from generator.profiles.profile import Credential, Scheme
    from generator.schemas.shapes import Shape
    from generator.text import Untrusted

Place = Literal["path", "query", "header", "cookie", "body", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of an operation.

    Attributes:
        place: where its value goes in the request; a `choice` of media types goes nowhere.
        shape: what it takes.
        node: what of the document says so.
        wire: its name there.
        wrapper: the runtime's wrapper for a style that is not the default, as source with `{}`
            where the value goes; None for the default style.
    """

    name: Identifier
    wire: Untrusted
    place: Place
    shape: Shape
    node: Node
    annotation: str
    required: bool
    description: Untrusted
    example: object = None
    default: object = None
    wrapper: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """An event stream: the union of its events, and how it is asked for.

    Attributes:
        shape: of any event.
        flag: the member of the body, or the query parameter, that asks for it.
        value: what the flag says; None for true.
        envelope: an event is its name and its data, not the data alone.
        ends: the data or the types of events that end the stream; empty where nothing says so.
        carries_reply: an event holds a whole reply.
    """

    annotation: str
    shape: Shape
    flag: Untrusted | None
    value: str | None
    in_query: bool
    envelope: bool
    ends: tuple[str, ...]
    carries_reply: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the next page is asked for: `cursor` takes `next` of a page that has `more`."""

    item: str
    cursor: Untrusted
    items: Identifier
    next: Identifier
    more: Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One way to send the body.

    Attributes:
        whole: the one argument is the body; else each is a member of it.
        part_types: the media types of a form's parts, by member.
    """

    kind: Literal["json", "form", "content"]
    media_type: Untrusted
    whole: bool
    arguments: tuple[Argument, ...]
    part_types: tuple[tuple[Untrusted, Untrusted], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: one function.

    Attributes:
        server: where it is served, if elsewhere than the others.
        arguments: in the document's order.
        positional: the names of those that are given by position, in that order.
        bodies: the ways to send the body; of several, the call's arguments choose.
        body_required: something must be sent.
        returns: annotation of the reply; `bytes` and `str` for what is not JSON, `None` for none.
        result: the shape of that.
        accept: the media types of the reply.
        credentials: those that it sends, when they are given.
        anonymous: it may be called without those that are required elsewhere.
    """

    name: Identifier
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
    returns: str
    result: Shape
    accept: tuple[Untrusted, ...]
    events: Events | None
    pages: Pages | None
    errors: Mapping[str, Untrusted]
    credentials: tuple[Credential, ...]
    anonymous: bool

    @property
    def takes_sink(self) -> bool:
        """Whether it takes `stream_to`: it streams, or has optional arguments of its own."""
        return self.events is not None or any(not one.required for one in self.arguments)

    @property
    def in_order(self) -> tuple[Argument, ...]:
        """The arguments as a call has them: by position, then those it must name, then the rest."""
        by_name = {one.name: one for one in self.arguments}
        named = [one for one in self.arguments if one.name not in self.positional]
        named.sort(key=lambda one: not one.required)
        return (*(by_name[name] for name in self.positional), *named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The operations of one group: one module."""

    name: Identifier
    operations: tuple[Operation, ...]
    headers: Mapping[str, str]
    reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """What the service sends to a user's own server.

    Attributes:
        annotation: of any of the payloads.
        payloads: by webhook, its name and the annotation of what it brings.
        scheme: how they are signed; None where nobody has said it.
    """

    annotation: str
    payloads: tuple[tuple[Untrusted, str], ...]
    scheme: Scheme | None

    @property
    def function(self) -> str:
        """The function that reads them: it is called otherwise where it cannot verify them."""
        return "parse_webhook" if self.scheme else "read_webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a class, annotated for the module it stands in.

    Attributes:
        forward: the annotation names the class itself or what stands behind it.
    """

    name: Identifier
    wire: Untrusted
    annotation: str
    forward: bool
    required: bool
    description: Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class DataClass:
    """A pydantic model, or a TypedDict."""

    name: Identifier
    description: Untrusted
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name for a type expression, which may hold the name itself."""

    name: Identifier
    description: Untrusted
    expression: str
    recursive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeModule:
    """A module of types, in an order in which all aliases evaluate.

    Attributes:
        groups: the groups that it is for; none when it is for whatever group needs it.
        imports: what it names of the modules beside it, by module.
    """

    name: Identifier
    groups: tuple[str, ...]
    imports: Mapping[Identifier, tuple[str, ...]]
    definitions: tuple[DataClass | Alias, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything that the templates print."""

    name: str
    title: Untrusted
    base_url: Untrusted
    base_url_environment: str | None
    form_style: str
    credentials: tuple[Credential, ...]
    links: str | None
    groups: tuple[Group, ...]
    components: tuple[TypeModule, ...]
    params: tuple[TypeModule, ...]
    webhooks: Webhooks | None
