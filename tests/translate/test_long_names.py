"""Names of groups that no file system takes are cut, stay unique, and stay the same."""

from __future__ import annotations

import pytest
from support.documents import document, operation, ref, thing
from support.packages import load, make


def written(folder, *segments):
    """Generate one operation per path segment; the files of groups, and the package."""
    schemas = {f"Thing{n}": thing(a=ref(f"Part{n}")) for n in range(len(segments))}
    schemas |= {f"Part{n}": thing(b={"type": "string"}) for n in range(len(segments))}
    paths = {
        f"/{segment}/x": {
            "post": operation(name=f"do{n}", body=ref(f"Thing{n}"), reply=ref(f"Thing{n}"))
        }
        for n, segment in enumerate(segments)
    }
    files = make(folder / "client", document(paths, schemas)).files
    groups = [name for name, data in files.items() if b"\ndef do" in data]
    return groups, load(folder / "client")


@pytest.mark.parametrize("letter", ["a", "é", "字", "a_"])
def test_a_long_path_segment(letter, tmp_path):
    groups, package = written(tmp_path, letter * 300, letter * 299, "short")
    assert len(groups) == 3
    assert "short.py" in groups
    assert all(len(name.encode()) <= 103 for name in groups)
    request = package.do0.request(a={"b": "x"})
    assert request.url_path == f"/{letter * 300}/x"
    assert request.json == {"a": {"b": "x"}}


def test_the_name_does_not_depend_on_other_groups(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a").mkdir()
    alone, _ = written(tmp_path / "a", "a" * 300, "c")
    others, _ = written(tmp_path / "b", "a" * 301, "a" * 300, "b" * 300, "c")
    assert set(alone) < set(others)
