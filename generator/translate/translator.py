"""From operations that were read to the package to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.naming import BUILTINS, Identifier, distinct, snake_case
from generator.operations.styles import bracketed
from generator.reserved_names import ARGUMENTS, MODULES, RESERVED
from generator.text import Untrusted
from generator.translate import responses
from generator.translate.bodies import BodyPlan
from generator.translate.positions import positional

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.name_history import Positions
    from generator.operations.reader import Parameter, ReadOperation
    from generator.profiles.profile import Profile
    from generator.profiles.security import Security
    from generator.schemas.shapes import Definition
    from generator.types.request_types import RequestTypes


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns operations into IR, once all their schemas are read.

    Attributes:
        definitions: every definition that the operations reach.
        types: annotations of what is sent.
        security: which credentials each of them asks for.
        exports: names that the package has already.
        positional: by function, the arguments that were positional before.
    """

    definitions: Mapping[str, Definition]
    types: RequestTypes
    profile: Profile
    security: Security
    exports: frozenset[str]
    positional: Mapping[str, Positions]
    log: DiagnosticLog

    def groups(self, operations: Iterable[ReadOperation]) -> tuple[ir.Group, ...]:
        """Return the groups in alphabetical order, their operations in the document's."""
        found = list(operations)
        names = self._names(found)
        by_group: dict[str, list[ir.Operation]] = {}
        for operation, name in zip(found, names, strict=True):
            translated = self._operation(operation, name)
            by_group.setdefault(operation.selected.group, []).append(translated)
        modules = _module_names(sorted(by_group), {*names, *self.exports, *MODULES})
        return tuple(
            ir.Group(
                name=modules[group],
                operations=tuple(by_group[group]),
                headers=self.profile.headers.get(group, {}),
                reference=self._reference(group),
            )
            for group in sorted(by_group)
        )

    def _reference(self, group: str) -> str | None:
        page = self.profile.reference
        return page.replace("{group}", group.replace("_", "-")) if page else None

    def _names(self, operations: list[ReadOperation]) -> list[Identifier]:
        """Name the functions; two of one name are an error, since one would hide the other."""
        taken = RESERVED | self.exports | BUILTINS
        names: list[Identifier] = []
        first: dict[str, ReadOperation] = {}
        for operation in operations:
            name = snake_case(operation.identity, taken=taken)
            names.append(name)
            other = first.setdefault(name, operation)
            if other is not operation:
                node, before = operation.selected.node, other.selected
                self.log.error(
                    "duplicate-operation",
                    f"a function named {name} is there already, for {before.method} {before.path}"
                    f" at {before.node.location()}",
                    at=node.get("operationId") or node,
                    help="give one of them another operationId, in an overlay if need be",
                )
        return names

    def _operation(self, operation: ReadOperation, name: Identifier) -> ir.Operation:
        node = operation.selected.node
        profile = self.profile
        events = responses.events(operation, self.definitions, profile.streams)
        arguments, bodies = self._arguments(operation, events)
        result = responses.result(operation)
        return ir.Operation(
            name=name,
            node=node,
            method=operation.selected.method,
            path=Untrusted(operation.selected.sent_path),
            server=Untrusted(operation.server) if operation.server else None,
            summary=_text(node, "summary"),
            description=_text(node, "description"),
            deprecated=node.is_true("deprecated"),
            arguments=arguments,
            positional=positional(
                arguments, operation.selected.sent_path, self.positional.get(name)
            ),
            bodies=bodies,
            body_required=operation.body is not None and operation.body.required,
            returns=responses.returns(result),
            result=result,
            accept=tuple(map(Untrusted, operation.replies.accept)),
            events=events,
            pages=responses.pages(operation, self.definitions, profile.paging),
            errors=operation.errors,
            credentials=self.security.credentials_of(operation.selected),
            anonymous=self.security.is_open(operation.selected),
        )

    def _arguments(
        self, operation: ReadOperation, events: ir.Events | None
    ) -> tuple[tuple[ir.Argument, ...], tuple[ir.Body, ...]]:
        """Return path, query, header and cookie parameters, then what the body holds."""
        path = operation.selected.path
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
        plan = BodyPlan.of(operation.body, None if in_query else flag, self.definitions)
        reserved = [
            *ARGUMENTS,
            *(one.argument for one in self.profile.credentials),
            *RESERVED,
        ]
        names = distinct([*(one.wire for one in ordered), *plan.wanted], taken=reserved)
        parameters = map(self._parameter, ordered, names)
        held = plan.arguments(names[len(ordered) :], self.types)
        return (*parameters, *held.arguments), held.bodies

    def _parameter(self, parameter: Parameter, name: Identifier) -> ir.Argument:
        node = parameter.node
        example = node.get("example") or node.get("schema", "example")
        default = node.get("schema", "default")
        return ir.Argument(
            name=name,
            wire=Untrusted(self._wire(parameter)),
            place=parameter.place,
            shape=parameter.shape,
            node=node,
            annotation=self.types.in_full(parameter.shape),
            required=parameter.required,
            description=_text(parameter.node, "description"),
            example=example.value if example else None,
            default=default.value if default else None,
            wrapper=parameter.wrapper,
        )

    def _wire(self, parameter: Parameter) -> str:
        """Return the name that is sent."""
        is_plain = parameter.place == "query" and parameter.wrapper is None
        if is_plain and self.profile.form_style == "brackets":
            return bracketed(parameter.wire, parameter.shape, self.definitions)
        return parameter.wire


def _module_names(groups: Sequence[str], exports: Collection[str]) -> dict[str, Identifier]:
    """Name the groups' modules; a function of that name keeps it, since users call functions."""
    taken = {*exports}
    names: dict[str, Identifier] = {}
    for group in groups:
        name = snake_case(group)
        if name in taken:
            name = snake_case(f"{name}_operations", taken=[*taken, *groups])
        taken.add(name)
        names[group] = name
    return names


def _text(node: Node, key: str) -> Untrusted:
    return Untrusted(node.text(key) or "")
