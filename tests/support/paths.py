"""Where the checkout is, and where the shared documents are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"
SHARED = Path(os.environ.get("OPGEN_SHARED", ROOT.parent / "shared"))
