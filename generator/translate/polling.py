"""How the state of a job is read: match the `[[polling]]` rules of a profile with operations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from generator import ir
from generator.diagnostics import did_you_mean, shown
from generator.naming import snake_case
from generator.operations.styles import bracket_name
from generator.profiles.polling import USUAL_INTERVAL
from generator.python_types import Pairs, RuntimeCall
from generator.schemas.shapes import Enumeration
from generator.text import Untrusted
from generator.translate import responses
from generator.translate.page_members import members_of
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from generator.operations.client_wide import Key
    from generator.operations.parameters import Parameter
    from generator.operations.reader import ReadOperation
    from generator.profiles.polling import PollingRule
    from generator.python_types import Value
    from generator.schemas.shapes import Definition
    from generator.translate.page_members import Member

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


class Miss(Exception):  # noqa: N818  it is caught where a rule is matched
    """A rule does not fit an operation; `key` of the table is at fault."""

    def __init__(self, key: str, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.key, self.reason, self.advice = key, reason, advice


class Missed(NamedTuple):
    """The position of a rule, an operation that it does not fit, and why."""

    position: int
    identity: str
    miss: Miss


class _Values(NamedTuple):
    """The statuses of a rule, each list as far as the rule or the document gives it."""

    final: tuple[str, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PollFinder:
    """Finds how the states of jobs are read, and which rules of the profile fit nothing.

    Attributes:
        operations: all that are read.
        settings: the parameters that are settings of the client, by place and name.
        brackets: names of lists in a query end with `[]`.
        misses: the operations that their rule does not fit.
        statuses: by the position of a rule, the statuses of the document.
    """

    rules: Sequence[PollingRule]
    operations: Sequence[ReadOperation]
    definitions: Mapping[str, Definition]
    settings: Collection[Key]
    brackets: bool
    misses: list[Missed] = field(default_factory=list)
    statuses: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def find(
        self, operation: ReadOperation, events: ir.Events | None, *, decorated: bool = False
    ) -> ir.Polls | None:
        """Return how the job of an operation is read until it is done, if a rule says it.

        A `decorated` operation has a decorator of an extra module that adds no `until_done`.
        """
        for position, rule in enumerate(self.rules):
            if not self._is_meant(rule, operation):
                continue
            try:
                if events and events.only:
                    _refuse("its response can only be a stream")
                if decorated:
                    _refuse("an extra module decorates it, whose table does not set polling")
                return self._match(position, rule, operation)
            except Miss as miss:
                self.misses.append(Missed(position, operation.identity, miss))
        return None

    def _is_meant(self, rule: PollingRule, operation: ReadOperation) -> bool:
        """Whether a rule is for an operation; not if the one that reads is not selected."""
        read = self._named(rule.read) if rule.read else operation
        if read is None or rule.operations:
            is_named = any(name in rule.operations for name in operation.selected.names)
            return read is not None and is_named
        state = read.responses.json
        return operation is read or (state is not None and state == operation.responses.json)

    def _named(self, name: str) -> ReadOperation | None:
        return next((one for one in self.operations if name in one.selected.names), None)

    def _match(self, position: int, rule: PollingRule, operation: ReadOperation) -> ir.Polls:
        """Return how a job is read by a rule; raise `Miss` if the rule does not fit."""
        read = self._reading(rule, operation)
        status, values = self._status(position, rule, read)
        starts = read is not operation
        keywords: dict[str, Value] = {}
        if starts or rule.read is None:
            keywords |= self._way(rule, operation, read)
        if status.attribute_path != "status":
            keywords["status"] = status.attribute_path
        keywords |= {
            key: one for key, one in (("final", values.final), ("pending", values.pending)) if one
        }
        if rule.interval != USUAL_INTERVAL:
            keywords["interval"] = rule.interval
        if rule.wait:
            keywords["wait"] = rule.wait.lower()
        state, result = responses.result(read, None), responses.result(operation, None)
        if not starts and rule.read:
            keywords["starts"] = False
        elif state != result:
            keywords["has_state"] = False
        return ir.Polls(
            state=type_of(state),
            call=RuntimeCall("polling", "Polling", keywords=tuple(keywords.items())),
        )

    def _reading(self, rule: PollingRule, operation: ReadOperation) -> ReadOperation:
        """Return the operation whose response is the state."""
        read = self._named(rule.read) if rule.read else operation
        if read is None:
            raise Miss("read", "it is not selected")
        name = shown(read.identity)
        if rule.read and read.selected.method != "GET":
            raise Miss("read", f"{name} is not a GET")
        if read.responses.json is None:
            raise Miss("read", f"the response of {name} is not JSON")
        if read.servers != operation.servers:
            raise Miss("read", f"{name} has another server")
        for one in self._required(read, operation):
            raise Miss("read", f"{name} requires {shown(one.wire)}, which the call does not have")
        return read

    def _required(self, read: ReadOperation, operation: ReadOperation) -> Iterator[Parameter]:
        """Yield the parameters that a request needs and the call does not have."""
        known = {(one.place, one.wire) for one in operation.parameters}
        for one in read.parameters:
            is_given = (one.place, one.wire) in known or (one.place, one.wire) in self.settings
            if one.required and one.place != "path" and not is_given:
                yield one

    def _status(
        self, position: int, rule: PollingRule, read: ReadOperation
    ) -> tuple[Member, _Values]:
        """Return the member that has the status, and its values."""
        status = self._member("status", rule.status, read)
        is_given = rule.final or rule.pending
        if status.kind == "flag":
            if is_given:
                key = "final" if rule.final else "pending"
                raise Miss(key, f"{shown(rule.status)} is a boolean, of which true is final")
            return status, _Values((), ())
        if status.kind not in ("text", "number", "any"):
            raise Miss("status", f"{shown(rule.status)} is not a scalar")
        if not is_given:
            raise Miss("status", f"{shown(rule.status)} is not a boolean", "set final or pending")
        known: tuple[str, ...] = ()
        if isinstance(status.shape, Enumeration):
            known = tuple(map(str, status.shape.values))
            self.statuses[position] = known
        final = rule.final or tuple(one for one in known if one not in rule.pending)
        pending = rule.pending or tuple(one for one in known if one not in rule.final)
        return status, _Values(final, pending)

    def _member(self, key: str, name: str, operation: ReadOperation) -> Member:
        """Return a member of the response; raise `Miss` if there is none."""
        found = self._members(operation)
        if name not in found:
            reason = f"the response of {shown(operation.identity)} has no {shown(name)}"
            raise Miss(key, reason, did_you_mean(name, found))
        return found[name]

    def _members(self, operation: ReadOperation) -> dict[str, Member]:
        shape = operation.responses.json
        found = members_of(shape, self.definitions) if shape else ()
        return {one.name: one for one in found if one.wires}

    def _way(
        self, rule: PollingRule, operation: ReadOperation, read: ReadOperation
    ) -> dict[str, Value]:
        """Return what says where the state is, and what the request for it sends."""
        way: dict[str, Value] = {}
        if rule.read:
            way["path"] = Untrusted(read.path)
        if rule.url_header:
            way["url_header"] = rule.url_header.lower()
        elif rule.url:
            way["url"] = self._member("url", rule.url, operation).attribute_path
        elif values := tuple(self._values(rule, operation, read)):
            way["values"] = Pairs(values)
        for place, key in (("query", "query"), ("header", "headers")):
            names = tuple(self._shared(place, operation, read)) if rule.read else ()
            if names:
                way[key] = names
        accept = ", ".join(read.responses.accept)
        if accept not in ("", "application/json"):
            way["accept"] = Untrusted(accept)
        return way

    def _values(
        self, rule: PollingRule, operation: ReadOperation, read: ReadOperation
    ) -> Iterator[tuple[str, str]]:
        """Yield the variables of the path that members of the response give, with these."""
        variables = _VARIABLE.findall(read.path)
        arguments = {one.wire for one in operation.parameters if one.place == "path"}
        members = self._members(operation)
        by_name = {str(snake_case(name)): one for name, one in members.items() if "." not in name}
        for name in variables:
            is_last = name == variables[-1]
            found = by_name.get(snake_case(name)) or (by_name.get("id") if is_last else None)
            if given := rule.values.get(name):
                found = self._member("values", given, operation)
            elif name in arguments and not (is_last and found):
                continue  # the last one may be of another job: `POST /jobs/{id}/copies`
            if found is None:
                reason = f"neither an argument nor a member of its response is {shown(name)}"
                raise Miss("values", reason, f'set values = {{ {name} = "…" }}')
            yield name, found.attribute_path

    def _shared(self, place: str, operation: ReadOperation, read: ReadOperation) -> Iterator[str]:
        """Yield the parameters of the call that the reading request has too."""
        known = {one.wire for one in operation.parameters if one.place == place}
        for one in read.parameters:
            key = (one.place, one.wire)
            if one.place == place and (one.wire in known or key in self.settings):
                brackets = self.brackets and place == "query"
                yield bracket_name(one.wire, one.shape, self.definitions) if brackets else one.wire


def _refuse(reason: str) -> NoReturn:
    raise Miss("operations", reason)
