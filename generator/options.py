"""The options of one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that one run depends on."""

    spec: Path
    output: Path
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    all: bool = False
    overlays: tuple[Path, ...] = ()
    profile: str | None = None
    templates: Path | None = None

    @property
    def package(self) -> str:
        """The name of the package to be written."""
        return self.output.name
