"""One operation as a function: its arguments, its request bodies, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.client_settings import NamedServer
    from generator.document.document import Node
    from generator.naming import Identifier
    from generator.profiles.credentials import Credential
    from generator.profiles.failures import Failure
    from generator.python_types import Constant, PythonType, RuntimeCall
    from generator.schemas.shapes import Degradation, Shape
    from generator.text import Untrusted

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
        is_list: each value of it is a list.
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
    is_list: bool = False


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
        parts: how events are joined to a result: the type of events, a path in them, a path in the
            result, and how.
        texts: where the text of events is: the type of events, and a path in them.
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
    parts: tuple[tuple[str, str, str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """How the state of a job is read until it is final.

    Attributes:
        state: the type of the state.
        call: the call that makes the runtime's `Polling`.
    """

    state: PythonType
    call: RuntimeCall


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
        files: the members of a form that are files, or lists of files.
        part_types: the media types of a form's parts, by member.
        part_styles: the calls that serialize the members of a form, by member.
        items: the class of the runtime that encodes the items of the content.
    """

    kind: Literal["json", "form", "content"]
    media_type: Untrusted
    whole: bool
    has_files: bool
    arguments: tuple[Argument, ...]
    files: tuple[Untrusted, ...] = ()
    part_types: tuple[tuple[Untrusted, Untrusted], ...] = ()
    part_styles: tuple[tuple[Untrusted, RuntimeCall], ...] = ()
    items: RuntimeCall | None = None


@dataclass(frozen=True, slots=True)
class Decorator:
    """A function of an extra module that decorates an operation."""

    module: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: one function.

    Attributes:
        identity: its `operationId`, or its method and path if it has none.
        server: its URL, if it differs from that of the others.
        servers: all of its own by name; empty for one.
        arguments: in the document's order.
        positional: the names of those that are given by position, in that order.
        bodies: the ways to send the body; of several, the call's arguments choose.
        body_required: something must be sent.
        returns: type of the response; `bytes` and `str` for what is not JSON, `None` for none.
        redirects: a redirect is the expected response.
        takes_sink: it has an argument `stream_to`.
        polls: how its job is read until it is done.
        undecided: how it may be paged, if that is not plain.
        key_header: the header for an idempotency key, which the client makes if none is given.
        quoted_key: that key is in quotes.
        repeat: the service may receive a request twice, also a POST.
        credentials: those that it sends, when they are given.
        failure: how the body reports a failure with a status of success; None if it does not, or as
            the whole API does.
        alternatives: the settings of credentials that are required together, if there is a choice.
        degradations: what the function cannot say in full.
        decorator: that of an extra module; None for the usual one.
        renamed_to: the new name of the function, if this is its old one, which stays for a version.
    """

    name: Identifier
    identity: str
    node: Node
    method: str
    path: Untrusted
    server: Untrusted | None
    servers: tuple[NamedServer, ...]
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
    polls: Polls | None
    undecided: Undecided | None
    errors: Mapping[str, Untrusted]
    failure: Failure | None
    key_header: Untrusted | None
    quoted_key: bool
    repeat: bool
    credentials: tuple[Credential, ...]
    alternatives: tuple[tuple[str, ...], ...]
    degradations: tuple[Degradation, ...]
    decorator: Decorator | None = None
    renamed_to: Identifier | None = None

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
