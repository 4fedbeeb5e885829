"""Compare what makes a model a list, and what the package exports of modules of a profile."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from generator.diff.change import Finding, Kind, Target
from generator.type_declarations import DataClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.ir import Package
    from generator.type_declarations import ListBase, Listing

_METHODS: Final[Mapping[ListBase, tuple[str, ...]]] = MappingProxyType(
    {
        "ListOf": (),
        "PageOf": ("get_next_page", "has_next_page"),
        "NextPageOf": ("get_next_page", "has_next_page", "next_page"),
    }
)


def compare_lists(before: Package, after: Package) -> Iterator[Finding]:
    """Yield the models that become or stop being lists. A renamed one has its new name in both."""
    old, new = _models(before), _models(after)
    for name in sorted(old.keys() & new):
        was, now = old[name], new[name]
        target = Target(type=name, direction="response")
        places = before.definitions[name].node, after.definitions[name].node
        if was and not now:
            message = "no longer a list: it does not yield its items"
            yield Finding("list-removed", Kind.BREAKING, message, target, *places)
        elif now and not was:
            message = f"now a list: it yields the items of `{now.items}`"
            yield Finding("list-added", Kind.BREAKING, message, target, *places, certain=False)
        elif was and now:
            for method in sorted({*_METHODS[was.base]} - {*_METHODS[now.base]}):
                message = f"no longer has the method `{method}`"
                yield Finding("list-removed", Kind.BREAKING, message, target, *places)


def _models(package: Package) -> dict[str, Listing | None]:
    """Return what makes each model a list, by its name."""
    declared = [one for module in package.components for one in module.definitions]
    return {one.name: one.listing for one in declared if isinstance(one, DataClass)}


def compare_exports(before: Package, after: Package) -> Iterator[Finding]:
    """Yield the names that the package exports of modules of the profile, in one of the two."""
    old, new = _exports(before), _exports(after)
    for name in sorted(old.keys() - new):
        message = f"`{name}` is no longer exported"
        yield Finding("export-removed", Kind.BREAKING, message, Target(module=old[name]))
    for name in sorted(new.keys() - old):
        message = f"`{name}` is now exported"
        yield Finding("export-added", Kind.ADDITIVE, message, Target(module=new[name]))


def _exports(package: Package) -> dict[str, str]:
    """Return the module of each name."""
    return {name: extra.module for extra in package.extras for name in extra.exports}
