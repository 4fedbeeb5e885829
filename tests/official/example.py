"""The app of `docs/examples/openai` in both clients, side by side in the documentation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/examples/openai"
PAGE = ROOT / "docs/migrating-from-openai.md"
_REGION = re.compile(r"(<!-- app -->\n).*?(<!-- /app -->)", re.DOTALL)


def built() -> str:
    """Return the page with the functions of both apps written again."""
    theirs, ours = _functions("official.py"), _functions("ours.py")
    assert list(theirs) == list(ours)
    rows = "".join(_row(theirs[name], ours[name]) for name in theirs)
    table = f"<table>\n<tr><th>openai</th><th>opgen</th></tr>\n{rows}</table>\n"
    page = PAGE.read_text(encoding="utf-8")
    return _REGION.sub(lambda one: f"{one[1]}{table}{one[2]}", page)


def _functions(name: str) -> dict[str, str]:
    """Return the functions of an app as blocks of the page, by their names."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    option = f"from={(FOLDER / name).relative_to(ROOT)}"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [one for one in ast.parse(source).body if isinstance(one, kinds)]
    texts = {one.name: ast.get_source_segment(source, one) for one in found}
    return {name: f"\n```python {option}\n{text}\n```\n" for name, text in texts.items()}


def _row(theirs: str, ours: str) -> str:
    return f"<tr><td>\n{theirs}\n</td><td>\n{ours}\n</td></tr>\n"
