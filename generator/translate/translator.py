"""From an operation that was read to its function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.naming import distinct, snake_case
from generator.operations.styles import bracket_name, is_exploded
from generator.schemas.named_shapes import is_list
from generator.text import Untrusted
from generator.translate import responses
from generator.translate.bodies import BodyPlan
from generator.translate.positions import positional
from generator.translate.repeatable import is_quoted, key_header, may_be_repeated
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from generator.client_settings import ClientParameter
    from generator.document.document import Node
    from generator.document.operations import SelectedOperation
    from generator.name_history import PositionalArguments
    from generator.naming import Identifier
    from generator.operations.client_wide import Key
    from generator.operations.parameters import Parameter
    from generator.operations.reader import ReadOperation
    from generator.profiles.profile import Profile
    from generator.profiles.security import Security
    from generator.schemas.shapes import Definition
    from generator.translate.extras import Decorators
    from generator.translate.paging import PageFinder
    from generator.translate.polling import PollFinder
    from generator.translate.servers import Addresses
    from generator.types.request_types import RequestTypes


@dataclass(frozen=True, slots=True)
class Translator:
    """Makes functions of operations, once all their schemas are read.

    Attributes:
        definitions: every definition that the operations reach.
        types: the types of what is sent.
        security: which credentials each of them asks for.
        addresses: the servers, and the settings for the variables of their URLs.
        client_parameters: the parameters that are settings of the client.
        positional: by function, the arguments that were positional before.
        reserved: names that no argument may have.
        pages: finds how they are paged.
        decorators: those of extra modules.
        polls: finds how their jobs are read.
    """

    definitions: Mapping[str, Definition]
    types: RequestTypes
    profile: Profile
    security: Security
    addresses: Addresses
    client_parameters: Mapping[Key, ClientParameter]
    positional: Mapping[str, PositionalArguments]
    reserved: AbstractSet[str]
    pages: PageFinder
    decorators: Decorators
    polls: PollFinder

    def operations(
        self, operations: Sequence[ReadOperation], names: Sequence[Identifier]
    ) -> list[tuple[SelectedOperation, ir.Operation]]:
        """Return operations as functions of these names, each with its place in the document."""
        return [
            (one.selected, self.operation(one, name))
            for one, name in zip(operations, names, strict=True)
        ]

    def operation(self, operation: ReadOperation, name: Identifier) -> ir.Operation:
        """Return an operation as a function of this name."""
        node = operation.selected.node
        # A path item describes its operations that do not describe themselves.
        owners = (node, *reversed(operation.selected.path_items))
        described = next(filter(_has_text, owners), node)
        profile, own = self.profile, self.addresses.named(operation.servers)
        events = responses.events(operation, self.definitions, profile.streams)
        key = key_header(operation, profile, self.definitions)
        arguments, bodies = self._arguments(operation, events, key)
        result = responses.result(operation, events)
        is_kept = self.decorators.keeps_from_polling(operation)
        polls = self.polls.find(operation, events, decorated=is_kept)
        paged = None if events or polls else self.pages.find(operation)
        summary, description = _texts(described, name, operation.identity)
        return ir.Operation(
            name=name,
            identity=operation.identity,
            node=node,
            method=operation.selected.method,
            path=Untrusted(operation.path),
            server=own[0].url if own else None,
            servers=own if len(own) > 1 else (),
            summary=summary,
            description=description,
            deprecated=node.is_true("deprecated"),
            arguments=arguments,
            positional=positional(arguments, operation.path, self.positional.get(name)),
            bodies=bodies,
            body_required=operation.body is not None and operation.body.required,
            returns=type_of(result),
            result=result,
            accept=tuple(map(Untrusted, operation.responses.accept)),
            redirects=operation.responses.redirects,
            events=events,
            takes_sink=events is not None or self._sinks_everything(arguments),
            pages=paged if isinstance(paged, ir.Pages) else None,
            polls=polls,
            undecided=paged if isinstance(paged, ir.Undecided) else None,
            errors=self._errors(operation),
            failure=None if profile.errors else operation.failure,
            key_header=Untrusted(key.wire) if key else None,
            quoted_key=key is not None and is_quoted(key),
            repeat=may_be_repeated(operation, bodies, profile),
            credentials=self.security.credentials_of(operation.selected),
            alternatives=self.security.alternatives_of(operation.selected),
            degradations=operation.degradations,
            decorator=self.decorators.decorator_of(operation, polls),
        )

    def _errors(self, operation: ReadOperation) -> Mapping[str, Untrusted]:
        """Return what describes each error, by status; `2XX` for a failure in the body."""
        failure = self.profile.errors or operation.failure
        more = {"2XX": Untrusted(failure.text)} if failure else {}
        return {**operation.errors, **more}

    def _arguments(
        self, operation: ReadOperation, events: ir.Events | None, key: Parameter | None
    ) -> tuple[tuple[ir.Argument, ...], tuple[ir.Body, ...]]:
        """Return path, query, header and cookie parameters, then what the body holds."""
        path = operation.path
        # A flag that only says `true` is the business of `.stream`; others choose as well.
        flag = events.flag.wire() if events and events.flag and events.value is None else None
        in_query = events is not None and events.in_query
        ordered = sorted(
            (p for p in operation.parameters if not (in_query and p.wire == flag)),
            key=lambda one: (
                ("path", "query", "header", "cookie").index(one.place),
                path.find(f"{{{one.wire}}}") if one.place == "path" else 0,
            ),
        )
        wanted: list[tuple[str, str]] = [(one.wire, one.place) for one in ordered]
        plan = None
        if operation.body:
            plan = BodyPlan.of(operation.body, None if in_query else flag, self.definitions)
            wanted += plan.wanted
        given = self.profile.names
        names = distinct(
            (given.argument(operation.selected, name) for name, _ in wanted),
            taken=self.reserved,
            places=[place for _, place in wanted],
        )
        parameters = (
            self._parameter(one, name, is_key=one is key)
            for one, name in zip(ordered, names, strict=False)  # then those of the body
        )
        held, bodies = plan.arguments(names[len(ordered) :], self.types) if plan else ((), ())
        return (*parameters, *held), bodies

    def _sinks_everything(self, arguments: Iterable[ir.Argument]) -> bool:
        """Whether the profile asks for a sink where an operation has these arguments."""
        wanted = self.profile.stream_to == "optional-arguments"
        return wanted and any(not one.required for one in arguments)

    def _parameter(self, parameter: Parameter, name: Identifier, *, is_key: bool) -> ir.Argument:
        node = parameter.node
        wire = parameter.wire
        wide = self.client_parameters.get((parameter.place, wire))
        setting = wide.setting if wide and wide.required >= parameter.required else None
        is_plain = parameter.place == "query" and is_exploded(parameter.wrapper)
        if is_plain and self.profile.form_style == "brackets":
            wire = bracket_name(wire, parameter.shape, self.definitions)
        return ir.Argument(
            name=name,
            wire=Untrusted(wire),
            place=parameter.place,
            shape=parameter.shape,
            node=node,
            type=self.types.in_full(parameter.shape),
            required=parameter.required and not setting and not is_key,
            description=parameter.description,
            example=parameter.example,
            default=parameter.default,
            sent_default=None if setting else parameter.sent_default,
            wrapper=parameter.wrapper,
            setting=setting,
            is_list=is_list(parameter.shape, self.definitions),
        )


def _has_text(node: Node) -> bool:
    return bool(_text(node, "summary") or _text(node, "description"))


def _text(node: Node, key: str) -> Untrusted:
    return Untrusted(node.text(key) or "")


def _texts(node: Node, name: str, identity: str) -> tuple[Untrusted, Untrusted]:
    """Return summary and description, without what they repeat of each other and of the name.

    FastAPI makes a summary of a name: "Read Users".
    """
    summary, description = _text(node, "summary"), _text(node, "description")
    text = summary.wire().strip()
    is_made = " " not in text or text == text.title()
    if description and is_made and snake_case(text) in (name, snake_case(identity)):
        return Untrusted(""), description
    return summary, description.after(summary)
