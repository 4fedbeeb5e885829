"""Packages that are decided, but not printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog
from generator.options import Options
from generator.planning import plan

if TYPE_CHECKING:
    from pathlib import Path

    from generator.ir import Package


def plan_of(
    folder: Path,
    document: object,
    *,
    profile: Path | None = None,
    log: DiagnosticLog | None = None,
    groups: tuple[str, ...] = (),
) -> Package:
    """Plan the package of a document; its file is written into a folder first."""
    path = folder / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    chosen = str(profile) if profile else None
    output = folder / "made"
    options = Options(spec=path, output=output, all=not groups, groups=groups, profile=chosen)
    return plan(options, log or DiagnosticLog())
