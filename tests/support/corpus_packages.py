"""The packages of real documents: each is generated once, by the worker that comes first."""

from __future__ import annotations

import json
import pickle
import re
from typing import TYPE_CHECKING

from generator import pipeline
from generator.commands.printing import report_content, write_report
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from support.corpus import DOCUMENTS
from support.corpus_calls import Sample
from support.openai_documents import once
from support.packages import write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def package_name(slug: str) -> str:
    """Return the name of the package of a document."""
    return re.sub(r"\W", "_", slug)


def corpus_package(factory: pytest.TempPathFactory, slug: str) -> Path:
    """Return the folder of a package; `report.json` and a sample of the plan are next to it."""
    name = package_name(slug)
    return once(factory, f"corpus-{slug}", lambda folder: _generate(folder / name, slug)) / name


def corpus_report(folder: Path) -> dict:
    """Return the report of the run that generated a package."""
    return json.loads((folder.parent / "report.json").read_text(encoding="utf-8"))


def corpus_sample(folder: Path) -> Sample:
    """Return operations of a package as they were planned."""
    return pickle.loads((folder.parent / "sample.pickle").read_bytes())


def _generate(folder: Path, slug: str) -> None:
    log = DiagnosticLog()
    options = Options(spec=DOCUMENTS[slug][0], output=folder, all=True)
    made = pipeline.generate(options, log)
    write(made.files, folder)
    content = report_content([made.report], log.diagnostics, log.counts)
    write_report(folder.parent / "report.json", content)
    sample = Sample.of(made.package, slug)
    (folder.parent / "sample.pickle").write_bytes(pickle.dumps(sample))
