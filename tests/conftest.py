"""What several tests need."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents, beside the checkout or at OPGEN_SHARED."""
    folder = Path(os.environ.get("OPGEN_SHARED", _ROOT.parent / "shared"))
    if not (folder / "corpus" / "INDEX.tsv").is_file():
        pytest.skip(f"no documents at {folder}; set OPGEN_SHARED")
    return folder
