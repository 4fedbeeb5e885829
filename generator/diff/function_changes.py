"""Compare functions: their arguments, their results and their views."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import finding_of, judge
from generator.diff.find_renames import NO_MEMBERS
from generator.diff.renames import Rename, removed
from generator.diff.shape_text import code_span
from generator.translate.positions import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.alternatives import Comparison, ShapeDifference
    from generator.diff.find_renames import Renames
    from generator.diff.members import MemberRenames
    from generator.document.document import Node
    from generator.ir import Argument, Operation, Package
    from generator.schemas.shapes import Shape


_RESULT_WORDS: Final = (
    ("is now ", "now returns "),
    ("is no longer ", "no longer returns "),
    ("may also be ", "may also return "),
)


def compare_functions(
    before: Package,
    after: Package,
    requests: Comparison,
    responses: Comparison,
    renames: Renames,
) -> Iterator[Finding]:
    """Yield the changes of all functions, in the order of the earlier package; new ones last.

    A function that is renamed has its new name in both packages.
    """
    old, new = _functions(before), _functions(after)
    names = {later: earlier for earlier, later in renames.functions.items()}
    for name, (module, operation) in {**old, **new}.items():
        target = Target(module=module, function=name)
        if name in old and name in new:
            (was, earlier), (now, later) = old[name], new[name]
            now = was if renames.modules.get(was) == now else now
            old_name = names.get(name, name)
            if old_name != name or was != now:
                yield _renamed(target, old_name, (was, now), (earlier.node, later.node))
            members = renames.arguments.get(old_name, NO_MEMBERS)
            yield from _Pair(earlier, later, was, members, requests, responses).findings()
        elif name in old:
            message = removed(renames.doubtful.get(name, ()))
            yield Finding("function-removed", Kind.BREAKING, message, target, operation.node)
        else:
            yield Finding("function-added", Kind.ADDITIVE, "new", target, None, operation.node)


def _functions(package: Package) -> dict[str, tuple[str, Operation]]:
    """Return the module and the operation of each function, by its name."""
    return {one.name: (group.name, one) for group in package.groups for one in group.operations}


def _renamed(
    target: Target, old: str, modules: tuple[str, str], places: tuple[Node, Node]
) -> Finding:
    """Return the change of the name or the module of a function."""
    name = target.function
    was, now = modules
    rename = Rename(kind="function", old=old, new=name, module=was, new_module=now)
    message = f"moved from module `{was}` to `{now}`"
    if old == name:
        return Finding("function-moved", Kind.BREAKING, message, target, *places, rename=rename)
    message = f"renamed to `{name}`" + (f", and {message}" if was != now else "")
    return Finding("function-renamed", Kind.BREAKING, message, target, *places, rename=rename)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A function before and after.

    Attributes:
        module: the old one.
        members: the arguments that are renamed.
    """

    old: Operation
    new: Operation
    module: str
    members: MemberRenames
    requests: Comparison
    responses: Comparison

    def findings(self) -> Iterator[Finding]:
        """Yield the changes; one without a node of its own gets that of the function."""
        for one in self._changes():
            target = replace(one.target, module=self.module, function=self.new.name)
            places = one.before or self.old.node, one.after or self.new.node
            yield replace(one, target=target, before=places[0], after=places[1])

    def _changes(self) -> Iterator[Finding]:
        yield from self._views()
        yield from self._arguments()
        yield from self._result()
        yield from self._request()
        if self.new.deprecated and not self.old.deprecated:
            yield Finding("function-deprecated", Kind.DOCUMENTATION, "deprecated")
        yield from self._descriptions()

    def _request(self) -> Iterator[Finding]:
        """Yield the changes of the server, the method and the path."""
        old, new = self.old, self.new
        if old.server != new.server or (old.servers and old.servers != new.servers):
            message = f"now calls {_server(new)} instead of {_server(old)}"
            yield Finding("address-changed", Kind.BREAKING, message, certain=False)
        was, now = (f"{one.method} {one.path.wire()}" for one in (old, new))
        names = renamed(new.arguments, new.path.wire(), old.path.wire())
        if was != now and not (old.method == new.method and names):
            certain = old.method != new.method
            message = f"now sends {code_span(now)} instead of {code_span(was)}"
            yield Finding("request-changed", Kind.BREAKING, message, certain=certain)

    def _views(self) -> Iterator[Finding]:
        old, new = _views(self.old), _views(self.new)
        for view in sorted(old - new):
            message = f"`.{view}` removed"
            yield Finding("view-removed", Kind.BREAKING, message, Target(view=view))
        for view in sorted(new - old):
            message = f"new view `.{view}`"
            yield Finding("view-added", Kind.ADDITIVE, message, Target(view=view))

    def _arguments(self) -> Iterator[Finding]:
        old, new = _keywords(self.old), _keywords(self.new)
        names = self.members.names
        for name, new_name in names.items():
            message = f"renamed to `{new_name}`"
            target, rename = Target(argument=name), Rename(kind="argument", old=name, new=new_name)
            was, now = old[name], new[new_name]
            places = was.node if was else None, now.node if now else None
            yield Finding(
                "argument-renamed", Kind.BREAKING, message, target, *places, rename=rename
            )
        for name, one in {**old, **new}.items():
            new_name = names.get(name, name)
            target, node = Target(argument=name), one.node if one else None
            if new_name not in new:
                message = f"argument `{name}` {removed(self.members.doubtful.get(name, ()))}"
                yield Finding("argument-removed", Kind.BREAKING, message, target, node)
            elif name not in old and name not in names.values():
                required = one is not None and one.required
                kind = Kind.BREAKING if required else Kind.ADDITIVE
                message = f"new {'required' if required else 'optional'} argument `{name}`"
                yield Finding("argument-added", kind, message, target, None, node)
            elif (before := old.get(name)) and (after := new[new_name]):
                yield from self._argument(before, after, target)

    def _argument(self, old: Argument, new: Argument, target: Target) -> Iterator[Finding]:
        places = (old.node, new.node)
        if new.required and not old.required:
            yield Finding("argument-required", Kind.BREAKING, "now required", target, *places)
        if old.required and not new.required:
            yield Finding("argument-optional", Kind.ADDITIVE, "now optional", target, *places)
        yield from self._wire_name(old, new, target)
        if old.name in self.old.positional and new.name not in self.new.positional:
            yield Finding("argument-position", Kind.BREAKING, "now keyword-only", target, *places)
        for one in judge(self.requests.difference(old.shape, new.shape), "request"):
            yield finding_of(one, "argument", target, places)

    def _wire_name(self, old: Argument, new: Argument, target: Target) -> Iterator[Finding]:
        """Yield the change of the name that the request has for an argument."""
        if old.wire == new.wire or old.name != new.name or new.place in ("path", "choice"):
            return
        was, now = old.wire.wire(), new.wire.wire()
        message = f"now sent as {code_span(now)} instead of {code_span(was)}"
        is_taken = any(one.wire == old.wire for one in self.new.arguments)
        was_taken = any(one.wire == new.wire for one in self.old.arguments)
        places = (old.node, new.node)
        if is_taken or was_taken:  # by another argument
            yield Finding("argument-narrowed", Kind.BREAKING, message, target, *places)
        else:
            yield Finding("request-changed", Kind.DOCUMENTATION, message, target, *places)

    def _result(self) -> Iterator[Finding]:
        old, new = self.old, self.new
        yield from result_changes(self.responses.difference(old.result, new.result), Target())
        yield from self._sink()
        if not (old.events and new.events):
            return
        for one in judge(self.responses.difference(old.events.shape, new.events.shape), "response"):
            message = f"an event of `.stream`: {one.message}"
            yield finding_of(one, "events", Target(view="stream"), message=message)

    def _sink(self) -> Iterator[Finding]:
        """Yield the breaking changes of the values that `stream_to` receives."""
        old, new = _sink_shape(self.old), _sink_shape(self.new)
        if old is None or new is None or _views(self.old) == _views(self.new):
            return  # same views: reported as a change of the result or of the events
        for one in judge(self.responses.difference(old, new), "response"):
            if one.kind is Kind.BREAKING:
                target = Target(argument="stream_to", direction="response")
                message = f"a value passed to the sink: {one.message}"
                yield Finding("argument-narrowed", one.kind, message, target, certain=one.certain)

    def _descriptions(self) -> Iterator[Finding]:
        was, now = _argument_texts(self.old), _argument_texts(self.new)
        names = [name for name, text in was.items() if now.get(name, text) != text]
        if names or _operation_texts(self.old) != _operation_texts(self.new):
            of = " of " + ", ".join(f"`{name}`" for name in names) if names else ""
            yield Finding("described", Kind.DOCUMENTATION, f"new description{of}")


def _views(one: Operation) -> set[str]:
    """Return the views that not every function has."""
    views = {"stream": one.events, "iter": one.pages, "until_done": one.polls}
    return {name for name, given in views.items() if given}


def _sink_shape(one: Operation) -> Shape | None:
    """Return the shape of the values that `stream_to` receives; None without that argument."""
    if not one.takes_sink:
        return None
    return one.events.shape if one.events and one.events.go_to_sink else one.result


def _keywords(one: Operation) -> dict[str, Argument | None]:
    """Return the arguments by name; None for those that the document does not define."""
    arguments: dict[str, Argument | None] = {each.name: each for each in one.arguments}
    if one.takes_sink:
        arguments["stream_to"] = None
    return arguments | {one.shared_argument(each.argument): None for each in one.credentials}


def _operation_texts(one: Operation) -> tuple[object, ...]:
    return one.summary.wire(), one.description.wire(), dict(one.errors)


def _argument_texts(one: Operation) -> dict[str, tuple[object, ...]]:
    return {
        each.name: (each.description.wire(), each.default, each.example) for each in one.arguments
    }


def _server(one: Operation) -> str:
    urls = [each.url for each in one.servers] or filter(None, [one.server])
    return " or ".join(code_span(url.wire()) for url in urls) or "the base URL"


def result_changes(
    difference: ShapeDifference,
    target: Target,
    places: tuple[Node | None, Node | None] = (None, None),
) -> Iterator[Finding]:
    """Yield the changes of the value that a function returns."""
    for one in judge(difference, "response"):
        yield finding_of(one, "result", target, places, _result_message(one.message))


def _result_message(message: str) -> str:
    """Return a message about a value as one about the function that returns it."""
    for of_value, of_function in _RESULT_WORDS:
        if message.startswith(of_value):
            return of_function + message.removeprefix(of_value)
    return message
