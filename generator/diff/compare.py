"""Two planned packages → the changes between them that matter to code that uses them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from generator.diff.alternatives import Comparison
from generator.diff.change import Finding, Kind, Target
from generator.diff.error_changes import compare_errors
from generator.diff.find_renames import find_renames
from generator.diff.function_changes import compare_functions, result_changes
from generator.diff.list_changes import compare_exports, compare_lists
from generator.diff.nearest import Nearest
from generator.diff.old_names import removed_old_names, with_deprecation
from generator.diff.renamed_package import with_new_names
from generator.diff.renames import Rename
from generator.diff.setting_changes import compare_settings
from generator.diff.shape_text import code_span
from generator.diff.type_changes import Types, compare_types
from generator.types.reachable import reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.diff.change import Change
    from generator.diff.find_renames import Renames
    from generator.document.document import Node
    from generator.ir import Package
    from generator.schemas.shapes import Shape
    from generator.type_declarations import TypeModule
    from generator.types.reachable import Direction

NO_NAMES: Final[Mapping[str, str | None]] = MappingProxyType({})
_KINDS: Final = (Kind.BREAKING, Kind.ADDITIVE, Kind.DOCUMENTATION)


def compare(
    before: Package, after: Package, settled: Mapping[str, str | None] = NO_NAMES
) -> tuple[Change, ...]:
    """Return all changes: breaking ones first, then additions, then documentation.

    `settled` says which names are renamed, as for `find_renames`.
    """
    old, new = before, after
    before, after = old.without_old_names(), new.without_old_names()
    renames = find_renames(before, after, settled)
    same = with_new_names(before, after, renames)
    definitions = same.definitions, after.definitions
    requests = Comparison(*definitions, "request")
    responses = Comparison(*definitions, "response")
    findings = [
        *_package(before, after, renames),
        *compare_functions(same, after, requests, responses, renames),
        *_webhooks(same, after, responses),
        *compare_errors(same.errors, after.errors, responses),
        *compare_types(_types(same), _types(after), (requests, responses), renames),
        *compare_lists(same, after),
        *compare_exports(before, after),
    ]
    findings = [with_deprecation(_with_old_names(one, renames), new) for one in findings]
    findings += removed_old_names(old, new, renames)
    findings.sort(key=lambda one: (_KINDS.index(one.kind), not one.certain))
    nearest = Nearest(before, after)
    return tuple(one.locate(nearest) for one in findings)


def _with_old_names(one: Finding, renames: Renames) -> Finding:
    """Return a finding whose target has the old names of what is renamed."""
    functions = {new: old for old, new in renames.functions.items()}
    types = {new: old for old, new in renames.types.items()}
    target = one.target
    function = functions.get(target.function, target.function)
    type_name = types.get(target.type, target.type)
    if (function, type_name) == (target.function, target.type):
        return one
    return replace(one, target=replace(target, function=function, type=type_name))


def _types(package: Package) -> Types:
    # A request body whose members are arguments is compared by its arguments.
    arguments = [argument.shape for one in package.operations for argument in one.arguments]
    names: dict[Direction, frozenset[str]] = {
        "request": reach(arguments, package.definitions, "request"),
        "response": reach(_received(package), package.definitions, "response"),
    }
    return Types(
        definitions=package.definitions,
        components=_names(package.components),
        params=_names(package.params),
        directions={
            name: frozenset(direction for direction in names if name in names[direction])
            for name in package.definitions
        },
    )


def _received(package: Package) -> Iterator[Shape]:
    """Yield the shapes of everything that the service sends."""
    yield from package.schemas
    for one in package.operations:
        yield one.result
        if one.events:
            yield one.events.shape
    yield from (one.shape for one in package.errors.bodies)
    if package.webhooks:
        yield package.webhooks.shape


def _names(modules: tuple[TypeModule, ...]) -> frozenset[str]:
    return frozenset(one.name for module in modules for one in module.definitions)


def _package(before: Package, after: Package, renames: Renames) -> Iterator[Finding]:
    """Yield the changes of the package as a whole: its modules, settings and base URL."""
    old, new = _modules(before), _modules(after)
    names = renames.modules
    for name, now in names.items():
        rename = Rename(kind="module", old=name, new=now)
        yield Finding(
            "module-renamed",
            Kind.BREAKING,
            f"module renamed to `{now}`",
            Target(module=name),
            old[name],
            new[now],
            rename=rename,
        )
    for name in sorted(old.keys() - new - names.keys()):
        target = Target(module=name)
        yield Finding("module-removed", Kind.BREAKING, "module removed", target, old[name])
    for name in sorted(new.keys() - old - set(names.values())):
        target = Target(module=name)
        yield Finding("module-added", Kind.ADDITIVE, "new module", target, None, new[name])
    yield from compare_settings(before, after, renames.settings)
    was, now = before.base_url.wire(), after.base_url.wire()
    if was != now:
        message = f"now calls {code_span(now)} instead of {code_span(was)}"
        places = _servers(before), _servers(after)
        yield Finding("address-changed", Kind.BREAKING, message, Target(), *places, certain=False)


def _webhooks(before: Package, after: Package, responses: Comparison) -> Iterator[Finding]:
    """Yield the changes of the function that parses webhooks."""
    old, new = before.webhooks, after.webhooks
    places = old.node if old else None, new.node if new else None
    if old and new and old.function == new.function:
        difference = responses.difference(old.shape, new.shape)
        yield from result_changes(difference, Target(function=new.function), places)
        return
    if old:
        target = Target(function=old.function)
        yield Finding("function-removed", Kind.BREAKING, "removed", target, *places)
    if new:
        target = Target(function=new.function)
        yield Finding("function-added", Kind.ADDITIVE, "new", target, *places)


def _modules(package: Package) -> dict[str, Node | None]:
    """Return the modules of a package, each with the node of its first operation or webhook."""
    found: dict[str, Node | None] = {one.name: one.operations[0].node for one in package.groups}
    return found | ({"webhooks": package.webhooks.node} if package.webhooks else {})


def _servers(package: Package) -> Node | None:
    operations = package.operations
    return operations[0].node.document.root.get("servers") if operations else None
