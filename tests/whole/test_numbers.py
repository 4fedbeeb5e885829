"""What opgen makes of each real document, in numbers: modules, pages, errors, words.

`OPGEN_WRITE_EXPECTED=1` writes the numbers; read the difference.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from support.corpus import DOCUMENTS
from support.corpus_packages import corpus_package, corpus_report
from support.package_numbers import numbers

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

_FILE = Path(__file__).with_name("numbers.toml")
NUMBERS = tomllib.loads(_FILE.read_text(encoding="utf-8"))
MOST_LINES = 3000


def test_every_number_is_of_a_document():
    assert DOCUMENTS.keys() == NUMBERS.keys()


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_the_numbers_of_a_document(tmp_path_factory, slug):
    folder = corpus_package(tmp_path_factory, slug)
    found = numbers(folder, corpus_report(folder))
    if os.environ.get("OPGEN_WRITE_EXPECTED"):
        write(slug, found)
    assert found == NUMBERS.get(slug)
    assert found["html"] == found["not_described"] == 0


def test_no_module_is_too_long():
    assert [slug for slug, one in NUMBERS.items() if one["lines"] > MOST_LINES] == []


def write(slug: str, found: dict[str, object]) -> None:
    """Write the numbers of one document; run it without xdist."""
    NUMBERS[slug] = found
    lines: list[str] = []
    for name in sorted(NUMBERS):
        lines += [f'["{name}"]' if "." in name else f"[{name}]"]
        lines += [f"{key} = {_toml(value)}" for key, value in NUMBERS[name].items()]
        lines.append("")
    _FILE.write_text("\n".join(lines), encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        pairs = [f"{key} = {one}" for key, one in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    return f'"{value}"' if isinstance(value, str) else str(value)
