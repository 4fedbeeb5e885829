"""What changes for those who call a function: its arguments, what it gives back, its views."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import judge
from generator.diff.shape_text import code
from generator.translate.positions import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.alternatives import Comparison, Gap
    from generator.diff.change import Code
    from generator.document.document import Node
    from generator.ir import Argument, Operation, Package
    from generator.schemas.shapes import Shape


@dataclass(frozen=True, slots=True)
class Function:
    """An operation, and the module that it stands in."""

    module: str
    operation: Operation

    @property
    def node(self) -> Node:
        """Where the document has it."""
        return self.operation.node

    @property
    def views(self) -> set[str]:
        """What it has beside the views of all functions."""
        if self.operation.events:
            return {"stream"}
        return {"iter"} if self.operation.pages else set()

    @property
    def received(self) -> Shape | None:
        """What a sink gets that is given as `stream_to`."""
        if not self.operation.takes_sink:
            return None
        events = self.operation.events
        return events.shape if events and events.carries_reply else self.operation.result

    @property
    def keywords(self) -> dict[str, Argument | None]:
        """All arguments that are its own; None for one that the document does not have."""
        found: dict[str, Argument | None] = {one.name: one for one in self.operation.arguments}
        more = ["stream_to"] if self.operation.takes_sink else []
        more += [one.argument for one in self.operation.credentials]
        return {**found, **dict.fromkeys(more)}


def functions(package: Package) -> dict[str, Function]:
    """Return the functions of a package, by name."""
    return {
        operation.name: Function(group.name, operation)
        for group in package.groups
        for operation in group.operations
    }


def compare_functions(
    before: Package, after: Package, requests: Comparison, replies: Comparison
) -> Iterator[Finding]:
    """Yield the changes of all functions, in the order of the earlier package."""
    old, new = functions(before), functions(after)
    for name, one in {**old, **new}.items():
        target = Target(module=one.module, function=name)
        if name in old and name in new:
            yield from _Pair(old[name], new[name], requests, replies).findings()
        elif name in old:
            yield Finding("function-removed", Kind.BREAKING, "removed", target, one.node)
        else:
            yield Finding("function-added", Kind.ADDITIVE, "new", target, None, one.node)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A function before and after."""

    old: Function
    new: Function
    requests: Comparison
    replies: Comparison

    def findings(self) -> Iterator[Finding]:
        """Yield what changed, each with both places of the function at least."""
        for one in self._found():
            yield replace(
                one,
                target=replace(
                    one.target, module=self.old.module, function=self.new.operation.name
                ),
                before=one.before or self.old.node,
                after=one.after or self.new.node,
            )

    def _found(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        if self.old.module != self.new.module:
            message = f"in the module `{self.new.module}` now, was in `{self.old.module}`"
            yield Finding("function-moved", Kind.BREAKING, message)
        yield from self._views()
        yield from self._arguments()
        yield from self._result()
        yield from self._sent()
        if new.deprecated and not old.deprecated:
            yield Finding("function-deprecated", Kind.DOCUMENTATION, "deprecated")
        yield from self._described()

    def _sent(self) -> Iterator[Finding]:
        """Yield what else is sent, or to whom: credentials go with it."""
        old, new = self.old.operation, self.new.operation
        if old.server != new.server:
            message = f"calls {_address(new)} now, was {_address(old)}"
            yield Finding("address-changed", Kind.BREAKING, message, certain=False)
        was, now = (f"{one.method} {one.path.wire()}" for one in (old, new))
        names = renamed(new.arguments, new.path.wire(), old.path.wire())
        if was != now and not (old.method == new.method and names):
            certain = old.method != new.method
            message = f"sends {code(now)}, was {code(was)}"
            yield Finding("request-changed", Kind.BREAKING, message, certain=certain)

    def _views(self) -> Iterator[Finding]:
        old, new = self.old.views, self.new.views
        for view in sorted(old - new):
            message = f"`.{view}` removed"
            yield Finding("view-removed", Kind.BREAKING, message, Target(view=view))
        for view in sorted(new - old):
            message = f"new view `.{view}`"
            yield Finding("view-added", Kind.ADDITIVE, message, Target(view=view))

    def _arguments(self) -> Iterator[Finding]:
        old, new = self.old.keywords, self.new.keywords
        names = self._renamed()
        for name in names:
            message = f"is named `{names[name]}` now"
            yield Finding("argument-renamed", Kind.BREAKING, message, Target(argument=name))
        for name, one in {**old, **new}.items():
            later = names.get(name, name)
            target, node = Target(argument=name), one.node if one else None
            if later not in new:
                message = f"argument `{name}` removed"
                yield Finding("argument-removed", Kind.BREAKING, message, target, node)
            elif name not in old and name not in names.values():
                required = one is not None and one.required
                kind = Kind.BREAKING if required else Kind.ADDITIVE
                message = f"new {'required' if required else 'optional'} argument `{name}`"
                yield Finding("argument-added", kind, message, target, None, node)
            elif (before := old.get(name)) and (after := new[later]):
                yield from self._argument(before, after, target)

    def _renamed(self) -> dict[str, str]:
        """Return the arguments of the path that have another name now, and mean what they meant."""
        old, new = self.old.operation, self.new.operation
        names = renamed(new.arguments, new.path.wire(), old.path.wire())
        before, after = self.old.keywords, self.new.keywords
        return {
            name: later
            for name, later in names.items()
            if name in before.keys() - after.keys() and later not in before
        }

    def _argument(self, old: Argument, new: Argument, target: Target) -> Iterator[Finding]:
        places = (old.node, new.node)
        if new.required and not old.required:
            yield Finding("argument-required", Kind.BREAKING, "required now", target, *places)
        if old.required and not new.required:
            yield Finding("argument-optional", Kind.ADDITIVE, "optional now", target, *places)
        if old.wire != new.wire and new.place not in ("path", "choice"):
            message = f"is sent as {code(new.wire.wire())} now, was {code(old.wire.wire())}"
            here, there = self.new.operation.arguments, self.old.operation.arguments
            if {old.wire} & {one.wire for one in here} or {new.wire} & {one.wire for one in there}:
                # Another argument has taken the name.
                yield Finding("argument-narrowed", Kind.BREAKING, message, target, *places)
            else:
                yield Finding("request-changed", Kind.DOCUMENTATION, message, target, *places)
        by_position = (self.old.operation.positional, self.new.operation.positional)
        if old.name in by_position[0] and new.name not in by_position[1]:
            message = "must be given by name now"
            yield Finding("argument-position", Kind.BREAKING, message, target, *places)
        for one in judge(self.requests.gap(old.shape, new.shape), "request"):
            what: Code = "argument-widened" if one.change == "widened" else "argument-narrowed"
            about = replace(target, values=one.values, direction="request")
            yield Finding(what, one.kind, one.message, about, *places, one.certain)

    def _result(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        yield from returned(self.replies.gap(old.result, new.result), Target())
        yield from self._received()
        if not (old.events and new.events):
            return
        for one in judge(self.replies.gap(old.events.shape, new.events.shape), "response"):
            what: Code = "events-widened" if one.change == "widened" else "events-narrowed"
            target = Target(view="stream", values=one.values, direction="response")
            message = f"an event of `.stream`: {one.message}"
            yield Finding(what, one.kind, message, target, certain=one.certain)

    def _received(self) -> Iterator[Finding]:
        """Yield what changes for a sink that is given as `stream_to`: what it receives."""
        old, new = self.old.received, self.new.received
        if old is None or new is None or self.old.views == self.new.views:
            return  # else it is told of the result, or of the events
        for one in judge(self.replies.gap(old, new), "response"):
            if one.kind is Kind.BREAKING:
                target = Target(argument="stream_to", direction="response")
                message = f"what the sink gets {one.message}"
                yield Finding("argument-narrowed", one.kind, message, target, certain=one.certain)

    def _described(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        texts = [
            (one.summary.wire(), one.description.wire(), dict(one.errors)) for one in (old, new)
        ]
        held = [
            {a.name: (a.description.wire(), a.default, a.example) for a in one.arguments}
            for one in (old, new)
        ]
        names = [name for name in held[0] if held[1].get(name, held[0][name]) != held[0][name]]
        if names or texts[0] != texts[1]:
            of = " of " + ", ".join(f"`{name}`" for name in names) if names else ""
            yield Finding("described", Kind.DOCUMENTATION, f"new description{of}")


def _address(one: Operation) -> str:
    return code(one.server.wire()) if one.server else "the usual address"


def returned(
    gap: Gap, target: Target, places: tuple[Node | None, Node | None] = (None, None)
) -> Iterator[Finding]:
    """Yield what changes of the value that a function returns."""
    for one in judge(gap, "response"):
        code: Code = "result-widened" if one.change == "widened" else "result-narrowed"
        about = replace(target, values=one.values, direction="response")
        yield Finding(code, one.kind, _returned(one.message), about, *places, one.certain)


def _returned(message: str) -> str:
    """Say of a function what is said of a value."""
    for of_value, of_function in (("is ", "returns "), ("may be ", "may return ")):
        if message.startswith(of_value):
            return of_function + message.removeprefix(of_value)
    return message
