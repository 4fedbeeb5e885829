"""The packages of real documents: each is generated once, by the worker that comes first."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from support.command import done
from support.corpus import DOCUMENTS
from support.openai_documents import once

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def package_name(slug: str) -> str:
    """Return the name of the package of a document."""
    return re.sub(r"\W", "_", slug)


def corpus_package(factory: pytest.TempPathFactory, slug: str) -> Path:
    """Return the folder of a package; `report.json` is next to it."""
    name = package_name(slug)
    return once(factory, f"corpus-{slug}", lambda folder: _generate(folder / name, slug)) / name


def corpus_report(folder: Path) -> dict:
    """Return the report of the run that generated a package."""
    return json.loads((folder.parent / "report.json").read_text(encoding="utf-8"))


def _generate(folder: Path, slug: str) -> None:
    report = folder.parent / "report.json"
    done("generate", DOCUMENTS[slug][0], "--all", "--output", folder, "--report", report)
