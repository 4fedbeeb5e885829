"""Compare functions: their arguments, their results and their views."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import judge
from generator.diff.shape_text import code_span
from generator.translate.positions import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.alternatives import Comparison, ShapeDifference
    from generator.diff.change import Code
    from generator.document.document import Node
    from generator.ir import Argument, Operation, Package
    from generator.schemas.shapes import Shape


_RESULT_WORDS: Final = (
    ("is now ", "now returns "),
    ("is no longer ", "no longer returns "),
    ("may also be ", "may also return "),
)


@dataclass(frozen=True, slots=True)
class Function:
    """An operation and the module of its function."""

    module: str
    operation: Operation

    @property
    def node(self) -> Node:
        """The operation in the document."""
        return self.operation.node

    @property
    def views(self) -> set[str]:
        """The views that not every function has."""
        if self.operation.events:
            return {"stream"}
        return {"iter"} if self.operation.pages else set()

    @property
    def sink_shape(self) -> Shape | None:
        """The shape of the values that `stream_to` receives; None without that argument."""
        if not self.operation.takes_sink:
            return None
        events = self.operation.events
        return events.shape if events and events.carries_reply else self.operation.result

    @property
    def keywords(self) -> dict[str, Argument | None]:
        """The arguments by name; None for those that the document does not define."""
        arguments: dict[str, Argument | None] = {}
        for one in self.operation.arguments:
            arguments[one.name] = one
        if self.operation.takes_sink:
            arguments["stream_to"] = None
        for credential in self.operation.credentials:
            arguments[credential.argument] = None
        return arguments


def functions(package: Package) -> dict[str, Function]:
    """Return the functions of a package, by name."""
    return {
        operation.name: Function(group.name, operation)
        for group in package.groups
        for operation in group.operations
    }


def compare_functions(
    before: Package, after: Package, requests: Comparison, responses: Comparison
) -> Iterator[Finding]:
    """Yield the changes of all functions, in the order of the earlier package; new ones last."""
    old, new = functions(before), functions(after)
    for name, one in {**old, **new}.items():
        target = Target(module=one.module, function=name)
        if name in old and name in new:
            yield from _Pair(old[name], new[name], requests, responses).findings()
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
    responses: Comparison

    def findings(self) -> Iterator[Finding]:
        """Yield the changes; one without a node of its own gets that of the function."""
        for one in self._changes():
            yield replace(
                one,
                target=replace(
                    one.target, module=self.old.module, function=self.new.operation.name
                ),
                before=one.before or self.old.node,
                after=one.after or self.new.node,
            )

    def _changes(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        if self.old.module != self.new.module:
            message = f"moved from module `{self.old.module}` to `{self.new.module}`"
            yield Finding("function-moved", Kind.BREAKING, message)
        yield from self._views()
        yield from self._arguments()
        yield from self._result()
        yield from self._request()
        if new.deprecated and not old.deprecated:
            yield Finding("function-deprecated", Kind.DOCUMENTATION, "deprecated")
        yield from self._descriptions()

    def _request(self) -> Iterator[Finding]:
        """Yield the changes of the server, the method and the path."""
        old, new = self.old.operation, self.new.operation
        if old.server != new.server:
            message = f"now calls {_server(new)} instead of {_server(old)}"
            yield Finding("address-changed", Kind.BREAKING, message, certain=False)
        was, now = (f"{one.method} {one.path.wire()}" for one in (old, new))
        names = renamed(new.arguments, new.path.wire(), old.path.wire())
        if was != now and not (old.method == new.method and names):
            certain = old.method != new.method
            message = f"now sends {code_span(now)} instead of {code_span(was)}"
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
        names = self._new_names()
        for name in names:
            message = f"renamed to `{names[name]}`"
            yield Finding("argument-renamed", Kind.BREAKING, message, Target(argument=name))
        for name, one in {**old, **new}.items():
            new_name = names.get(name, name)
            target, node = Target(argument=name), one.node if one else None
            if new_name not in new:
                message = f"argument `{name}` removed"
                yield Finding("argument-removed", Kind.BREAKING, message, target, node)
            elif name not in old and name not in names.values():
                required = one is not None and one.required
                kind = Kind.BREAKING if required else Kind.ADDITIVE
                message = f"new {'required' if required else 'optional'} argument `{name}`"
                yield Finding("argument-added", kind, message, target, None, node)
            elif (before := old.get(name)) and (after := new[new_name]):
                yield from self._argument(before, after, target)

    def _new_names(self) -> dict[str, str]:
        """Return the new names of path arguments that are renamed but mean the same."""
        old, new = self.old.operation, self.new.operation
        names = renamed(new.arguments, new.path.wire(), old.path.wire())
        before, after = self.old.keywords, self.new.keywords
        return {
            name: new_name
            for name, new_name in names.items()
            if name in before.keys() - after.keys() and new_name not in before
        }

    def _argument(self, old: Argument, new: Argument, target: Target) -> Iterator[Finding]:
        places = (old.node, new.node)
        if new.required and not old.required:
            yield Finding("argument-required", Kind.BREAKING, "now required", target, *places)
        if old.required and not new.required:
            yield Finding("argument-optional", Kind.ADDITIVE, "now optional", target, *places)
        yield from self._wire_name(old, new, target)
        was, now = self.old.operation.positional, self.new.operation.positional
        if old.name in was and new.name not in now:
            message = "now keyword-only"
            yield Finding("argument-position", Kind.BREAKING, message, target, *places)
        for one in judge(self.requests.difference(old.shape, new.shape), "request"):
            what: Code = "argument-widened" if one.change == "widened" else "argument-narrowed"
            about = replace(target, values=one.values, direction="request")
            yield Finding(what, one.kind, one.message, about, *places, one.certain)

    def _wire_name(self, old: Argument, new: Argument, target: Target) -> Iterator[Finding]:
        """Yield the change of the name that the request has for an argument."""
        if old.wire == new.wire or new.place in ("path", "choice"):
            return
        was, now = old.wire.wire(), new.wire.wire()
        message = f"now sent as {code_span(now)} instead of {code_span(was)}"
        is_taken = any(one.wire == old.wire for one in self.new.operation.arguments)
        was_taken = any(one.wire == new.wire for one in self.old.operation.arguments)
        if is_taken or was_taken:  # by another argument
            yield Finding("argument-narrowed", Kind.BREAKING, message, target, old.node, new.node)
        else:
            kind = Kind.DOCUMENTATION
            yield Finding("request-changed", kind, message, target, old.node, new.node)

    def _result(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        yield from result_changes(self.responses.difference(old.result, new.result), Target())
        yield from self._sink()
        if not (old.events and new.events):
            return
        for one in judge(self.responses.difference(old.events.shape, new.events.shape), "response"):
            what: Code = "events-widened" if one.change == "widened" else "events-narrowed"
            target = Target(view="stream", values=one.values, direction="response")
            message = f"an event of `.stream`: {one.message}"
            yield Finding(what, one.kind, message, target, certain=one.certain)

    def _sink(self) -> Iterator[Finding]:
        """Yield the breaking changes of the values that `stream_to` receives."""
        old, new = self.old.sink_shape, self.new.sink_shape
        if old is None or new is None or self.old.views == self.new.views:
            return  # same views: reported as a change of the result or of the events
        for one in judge(self.responses.difference(old, new), "response"):
            if one.kind is Kind.BREAKING:
                target = Target(argument="stream_to", direction="response")
                message = f"a value passed to the sink: {one.message}"
                yield Finding("argument-narrowed", one.kind, message, target, certain=one.certain)

    def _descriptions(self) -> Iterator[Finding]:
        old, new = self.old.operation, self.new.operation
        was, now = _argument_texts(old), _argument_texts(new)
        names = [name for name, text in was.items() if now.get(name, text) != text]
        if names or _operation_texts(old) != _operation_texts(new):
            of = " of " + ", ".join(f"`{name}`" for name in names) if names else ""
            yield Finding("described", Kind.DOCUMENTATION, f"new description{of}")


def _operation_texts(one: Operation) -> tuple[object, ...]:
    return one.summary.wire(), one.description.wire(), dict(one.errors)


def _argument_texts(one: Operation) -> dict[str, tuple[object, ...]]:
    return {
        each.name: (each.description.wire(), each.default, each.example) for each in one.arguments
    }


def _server(one: Operation) -> str:
    return code_span(one.server.wire()) if one.server else "the base URL"


def result_changes(
    difference: ShapeDifference,
    target: Target,
    places: tuple[Node | None, Node | None] = (None, None),
) -> Iterator[Finding]:
    """Yield the changes of the value that a function returns."""
    for one in judge(difference, "response"):
        code: Code = "result-widened" if one.change == "widened" else "result-narrowed"
        about = replace(target, values=one.values, direction="response")
        yield Finding(code, one.kind, _result_message(one.message), about, *places, one.certain)


def _result_message(message: str) -> str:
    """Return a message about a value as one about the function that returns it."""
    for of_value, of_function in _RESULT_WORDS:
        if message.startswith(of_value):
            return of_function + message.removeprefix(of_value)
    return message
