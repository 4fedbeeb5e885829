"""The packages of real documents: each is generated once, by the worker that comes first."""

from __future__ import annotations

import json
import pickle
import re
from typing import TYPE_CHECKING

from generator import pipeline
from generator.commands.printing import write_report
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from support.corpus import DOCUMENTS
from support.openai_documents import once
from support.packages import write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from generator import ir


def package_name(slug: str) -> str:
    """Return the name of the package of a document."""
    return re.sub(r"\W", "_", slug)


def corpus_package(factory: pytest.TempPathFactory, slug: str) -> Path:
    """Return the folder of a package; `report.json` and the plan are next to it."""
    name = package_name(slug)
    return once(factory, f"corpus-{slug}", lambda folder: _generate(folder / name, slug)) / name


def corpus_report(folder: Path) -> dict:
    """Return the report of the run that generated a package."""
    return json.loads((folder.parent / "report.json").read_text(encoding="utf-8"))


def corpus_plan(folder: Path) -> ir.Package:
    """Return the plan that a package was printed from."""
    return pickle.loads((folder.parent / "plan.pickle").read_bytes())


def _generate(folder: Path, slug: str) -> None:
    log = DiagnosticLog()
    options = Options(spec=DOCUMENTS[slug][0], output=folder, all=True)
    made = pipeline.generate(options, log)
    write(made.files, folder)
    write_report(folder.parent / "report.json", [made.report], log.diagnostics, log.counts)
    (folder.parent / "plan.pickle").write_bytes(pickle.dumps(made.package))
