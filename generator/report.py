"""The report of a run: counts, and the operations that the package represents incompletely."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.ir import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.diagnostic_codes import Code
    from generator.diagnostics import Located
    from generator.ir import Errors, Package, Pages


@dataclass(frozen=True, slots=True)
class DegradedOperation:
    """A degradation and the identity of its operation."""

    operation: str
    code: Code
    message: str
    node: Located

    def to_json(self) -> dict[str, str]:
        """Return the members for `--report`; its place is looked up only for that."""
        place = str(self.node.location())
        return {
            "operation": self.operation,
            "code": self.code,
            "message": self.message,
            "location": place,
        }


@dataclass(frozen=True, slots=True)
class PagedOperation:
    """How an operation is paged, or what may decide that, and its identity."""

    operation: str
    pages: Pages | Undecided

    def to_json(self) -> dict[str, object]:
        """Return the members for `--report`."""
        found = self.pages
        if isinstance(found, Undecided):
            tables = [self._table(keys) for keys in found.candidates]
            return {"operation": self.operation, "candidates": tables}
        members = {"rule": found.rule, "items": found.items, "from": found.origin}
        return {"operation": self.operation, **members}

    def _table(self, keys: tuple[tuple[str, str], ...]) -> str:
        """Return the table of a profile that chooses a way."""
        lines = (
            f"{key} = {'true' if key == 'link' else json.dumps(one, ensure_ascii=False)}"
            for key, one in keys
        )
        return "\n".join(("[[paging]]", f"operations = [{json.dumps(self.operation)}]", *lines))


Source: TypeAlias = Literal[
    "credential", "servers", "server variable", "parameter of all operations"
]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the client.

    Attributes:
        source: what it was recognised from.
        place: where its value goes in a request.
        environment: the variables that it is read from.
    """

    name: str
    source: Source
    place: str
    environment: tuple[str, ...] = ()
    secret: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the members for `--report`."""
        return {**asdict(self), "environment": list(self.environment)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The counts of a run.

    Attributes:
        total: number of selected operations.
        groups: number of generated operations, by group.
        webhooks: number of webhooks with a typed payload.
        schemas: number of definitions.
        settings: what `Client` and `configure` take, with its source and place.
        errors: with the numbers of their schemas, and of the operations that declare one.
        failures: the number of operations whose successes may report a failure in the body.
        profile: its name, if there is one.
        paged: the operations whose pages `.iter` reads.
        undecided: those that may have pages, where the document does not say how.
        old_names: the deprecated functions with the old names of others.
        seconds: duration of each stage.
    """

    total: int
    groups: Mapping[str, int]
    degraded: tuple[DegradedOperation, ...]
    paged: tuple[PagedOperation, ...]
    undecided: tuple[PagedOperation, ...]
    webhooks: int
    schemas: int
    settings: tuple[Setting, ...]
    errors: Errors
    failures: int
    files: int
    profile: str | None
    old_names: tuple[str, ...]
    seconds: Mapping[str, float]

    @classmethod
    def of(
        cls, package: Package, files: Mapping[str, bytes], seconds: Mapping[str, float]
    ) -> Report:
        """Return the report of a package."""
        old_names = tuple(str(one.name) for one in package.operations if one.renamed_to)
        package = package.without_old_names()
        modules = (*package.components, *package.params)
        return cls(
            total=len(package.operations),
            groups={group.name: len(group.operations) for group in package.groups},
            degraded=tuple(
                DegradedOperation(one.identity, each.code, each.message, each.node)
                for one in package.operations
                for each in one.degradations
            ),
            paged=tuple(
                PagedOperation(one.identity, one.pages) for one in package.operations if one.pages
            ),
            undecided=tuple(
                PagedOperation(one.identity, one.undecided)
                for one in package.operations
                if one.undecided
            ),
            webhooks=len(package.webhooks.payloads) if package.webhooks else 0,
            schemas=len({one.name for module in modules for one in module.definitions}),
            settings=tuple(_settings(package)),
            errors=package.errors,
            failures=sum(bool(one.failure or package.failure) for one in package.operations),
            files=len(files),
            profile=profile.name if (profile := package.provenance.profile) else None,
            old_names=old_names,
            seconds=dict(seconds),
        )

    @property
    def generated(self) -> int:
        """The number of generated operations."""
        return sum(self.groups.values())

    def to_json(self) -> dict[str, object]:
        """Return the JSON that `--report` writes, without the diagnostics."""
        return {
            "operations": {
                "total": self.total,
                "generated": self.generated,
                "degraded": [one.to_json() for one in self.degraded],
            },
            "paging": [one.to_json() for one in self.paged],
            "undecided_paging": [one.to_json() for one in self.undecided],
            "schemas": self.schemas,
            "settings": [one.to_json() for one in self.settings],
            "errors": {
                "schemas": self.errors.schemas,
                "operations": self.errors.operations,
                "in_success": self.failures,
            },
            "files": self.files,
            "profile": self.profile,
            "seconds": dict(self.seconds),
        }


def _settings(package: Package) -> Iterator[Setting]:
    """Yield the settings of a package, in the order of its signatures."""
    for one in package.credentials:
        yield Setting(one.setting, "credential", one.destination, one.environment, secret=True)
    if package.server_setting:
        names = ", ".join(one.name.wire() for one in package.servers)
        yield Setting(package.server_setting, "servers", f"base URL: {names}")
    for each in package.variables:
        place = f"base URL: {{{each.setting}}}"
        yield Setting(each.setting, "server variable", place, each.environment, each.secret)
    for sent in package.parameters:
        place = f"{sent.place} {sent.wire.wire()}"
        source: Source = "parameter of all operations"
        yield Setting(sent.setting, source, place, sent.environment, bool(sent.environment))
