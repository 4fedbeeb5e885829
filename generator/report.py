"""What a run made, and what came out less well than the document describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostic_codes import Code
    from generator.diagnostics import Location
    from generator.ir import Package


@dataclass(frozen=True, slots=True)
class Degraded:
    """An operation of which something could not be said in full."""

    operation: str
    code: Code
    message: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The counts of a run.

    Attributes:
        total: operations that were selected.
        document: operations in the whole document.
        groups: operations generated, by group.
        webhooks: those whose payloads are typed.
        seconds: by stage.
    """

    total: int
    document: int
    groups: Mapping[str, int]
    degraded: tuple[Degraded, ...]
    webhooks: int
    schemas: int
    files: int
    seconds: Mapping[str, float]

    @classmethod
    def of(
        cls, package: Package, files: Mapping[str, bytes], seconds: Mapping[str, float]
    ) -> Report:
        """Count what was made of the operations."""
        modules = (*package.components, *package.params)
        names = {one.name for module in modules for one in module.definitions}
        return cls(
            total=len(package.operations),
            document=package.total,
            groups={group.name: len(group.operations) for group in package.groups},
            degraded=tuple(
                Degraded(one.identity, what.code, what.message, what.node.location())
                for one in package.operations
                for what in one.degradations
            ),
            webhooks=len(package.webhooks.payloads) if package.webhooks else 0,
            schemas=len(names),
            files=len(files),
            seconds=dict(seconds),
        )

    @property
    def generated(self) -> int:
        """How many operations came out."""
        return sum(self.groups.values())

    def to_json(self) -> dict[str, object]:
        """Return the report as `--report` writes it, but for the run's diagnostics."""
        return {
            "operations": {
                "total": self.total,
                "generated": self.generated,
                "degraded": [
                    {
                        "operation": one.operation,
                        "code": one.code,
                        "message": one.message,
                        "location": str(one.location),
                    }
                    for one in self.degraded
                ],
            },
            "schemas": self.schemas,
            "files": self.files,
            "seconds": dict(self.seconds),
        }
