"""Arguments that an app gives, or does not give, and results that it uses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.uses.accepted import Verdict, verdict
from generator.uses.changed import touched
from generator.uses.entries import Entries, Entry, add_keywords, is_left_out
from generator.uses.passing import passings
from generator.uses.values import Export

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.changes.change import Change
    from generator.schemas.shapes import Shape
    from generator.uses.changed import Context, Touched
    from generator.uses.passing import Passing
    from generator.uses.reading import Site
    from generator.uses.scopes import Scope


def arguments(context: Context, site: Site) -> Iterator[Touched]:
    """Yield what the calls of functions, of `Client` and of `configure` touch."""
    if not isinstance(site.node, ast.Call):
        return
    for passing in passings(context.infer, site.node, site.scope):
        name = passing.function.name
        of = context.changed.of_function
        for change in of(name, "argument-removed", "argument-narrowed", "argument-position"):
            yield from _given(context, passing, change)
        for change in of(name, "argument-renamed"):
            yield from _named(passing, change)
        for change in of(name, "argument-required"):
            yield from _missing(context, passing, change)
        yield from _result(context, passing)
    yield from _settings(context, site.node, site.scope)


def _given(context: Context, passing: Passing, change: Change) -> Iterator[Touched]:
    """Yield where a call gives the argument that a change is about."""
    name = change.target.argument
    positioned = passing.positioned.get(name)
    if positioned and positioned.value is None:
        yield from touched(positioned.place, passing.scope, [change], certain=False)
    elif positioned and positioned.value:
        entry = Entry(positioned.place, positioned.value, passing.scope)
        yield from _value(context, passing, change, entry)
    if change.code == "argument-position":
        return
    named = passing.named.by_key.get(name)
    if named:
        yield from _value(context, passing, change, named)
    elif not positioned:
        yield from _named(passing, change)


def _named(passing: Passing, change: Change) -> Iterator[Touched]:
    """Yield where a call gives an argument by the name that a change is about."""
    named = passing.named.by_key.get(change.target.argument)
    if named:
        yield from touched(named.place, named.scope, [change], certain=passing.certain)
    elif passing.named.open and change.target.argument not in passing.positioned:
        more = passing.named.open
        yield from touched(more.place, more.scope, [change], certain=False)


def _value(context: Context, passing: Passing, change: Change, entry: Entry) -> Iterator[Touched]:
    if change.code == "argument-narrowed":
        later = context.fitting.later.argument(change.target.function, change.target.argument)
        yield from narrowed(context, change, entry, later, certain=passing.certain)
    else:
        yield from touched(entry.place, entry.scope, [change], certain=passing.certain)


def narrowed(
    context: Context, change: Change, entry: Entry, later: Shape | None, *, certain: bool
) -> Iterator[Touched]:
    """Yield that a value is given which is accepted no longer, if it is or may be one."""
    if is_left_out(context.infer.values(entry.value, entry.scope)):
        return
    if later and context.fitting.fits(entry.value, entry.scope, later):
        return
    found = Verdict.YES
    if change.target.values:
        found = verdict(context.infer, entry.value, entry.scope, change.target.values)
    if found is not Verdict.NO:
        sure = certain and found is Verdict.YES
        yield from touched(entry.place, entry.scope, [change], certain=sure)


def _missing(context: Context, passing: Passing, change: Change) -> Iterator[Touched]:
    """Yield a call that does not give what is required."""
    name = change.target.argument
    order = context.surface.operations[passing.function.name].positional
    if not passing.whole or passing.gave_before(name, order):
        return
    entry = passing.named.by_key.get(name)
    positioned = passing.positioned.get(name)
    if positioned and positioned.value:
        value, scope = positioned.value, passing.scope
    elif entry:
        value, scope = entry.value, entry.scope
    else:
        maybe = positioned or passing.named.open or _starred(passing)
        sure = passing.certain and not maybe
        yield from touched(passing.call, passing.scope, [change], certain=sure)
        return
    if is_left_out(context.infer.values(value, scope)):
        yield from touched(passing.call, passing.scope, [change], certain=passing.certain)


def _starred(passing: Passing) -> bool:
    return any(isinstance(each, ast.Starred) for each in passing.call.args)


def _result(context: Context, passing: Passing) -> Iterator[Touched]:
    """Yield a call whose result, or whose events, somebody takes."""
    name, view = passing.function.name, passing.function.view
    if not passing.whole or view == "request":
        return
    events = context.changed.of_function(name, "events-widened", "events-narrowed")
    sink = passing.named.by_key.get("stream_to")
    if sink and not view and context.surface.operations[name].events:
        yield from touched(sink.place, sink.scope, events, certain=False)
    if passing.call in context.reading.discarded:
        return
    results = context.changed.of_function(name, "result-widened", "result-narrowed")
    changes = events if view == "stream" else results
    yield from touched(passing.call, passing.scope, changes, certain=passing.certain)


def _settings(context: Context, call: ast.Call, scope: Scope) -> Iterator[Touched]:
    """Yield the settings that `Client` and `configure` take no longer."""
    removed = context.changed.of("setting-removed")
    functions = context.infer.values(call.func, scope) if removed else frozenset()
    if not functions & {Export("Client"), Export("configure")}:
        return
    given = Entries()
    add_keywords(context.infer, given, call.keywords, scope)
    for change in removed:
        entry = given.by_key.get(change.target.argument)
        if entry:
            yield from touched(entry.place, entry.scope, [change], certain=len(functions) == 1)
        elif given.open:
            yield from touched(given.open.place, scope, [change], certain=False)
