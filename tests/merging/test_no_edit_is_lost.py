"""Edits at random places of a package, then a new package: no edit is lost."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from support.packages import make
from support.shop_documents import changed_shop, shop
from support.sweeps import EVERY_CASE

from generator.diagnostics import DiagnosticLog
from generator.write import lock
from generator.write.edits import merge_edits
from generator.write.package_folder import FolderContent

EXAMPLES = 3000 if EVERY_CASE else 120
INSERTED = (
    "mine_{n} = {n}",
    "# mine_{n}",
    "def mine_{n}(self=None):\n    return {n}",
    "import mine_{n}",
    "from collections import mine_{n}",
    "class mine_{n}:\n    pass",
    "mine_{n}({n})",
    "mine_{n}: int = {n},",
    "mine_{n},",
    "mine_{n}",
    "if mine_{n}:\n    import mine_{n}_b",
    "@mine_{n}",
)
EDITS = strategies.lists(
    strategies.tuples(
        strategies.integers(0, 10**6),  # the file
        strategies.integers(0, 10**6),  # the line
        strategies.sampled_from([*INSERTED, "change", "delete"]),
    ),
    min_size=1,
    max_size=5,
)


class Versions:
    """The files of the old and the new package, and the names of those to edit."""

    def __init__(self, old, new, names):
        self.old, self.new, self.names = old, new, names

    def __repr__(self):  # what Hypothesis prints
        return "versions"


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The files of a package from the first document, and those from the second."""
    old, new = (
        make(tmp_path_factory.mktemp("package") / "shop", document).files
        for document in (shop(), changed_shop())
    )
    names = [name for name in old if name.endswith((".py", ".pyi")) and "_runtime" not in name]
    return Versions(dict(old), dict(new), sorted(names))


def parses(content):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(content, "x", "exec", dont_inherit=True)
    except SyntaxError:
        return None


def edited(files, names, edits):
    """Apply the edits that leave their file valid; return the files and what was inserted."""
    edited_files, markers = dict(files), dict[str, str]()
    for number, (which, where, kind) in enumerate(edits):
        name = names[which % len(names)]
        lines = edited_files[name].decode().split("\n")
        at = where % len(lines)
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        marker = f"mine_{number}"
        if kind == "delete":
            del lines[at]
        elif kind == "change":
            lines[at] = f"{lines[at]}  # {marker}"
        else:
            text = kind.format(n=number)
            lines[at:at] = [indent + line for line in text.split("\n")]
        content = "\n".join(lines).encode()
        if parses(content):
            edited_files[name] = content
            if kind != "delete":
                markers[marker] = name
    return edited_files, {
        one: name for one, name in markers.items() if one.encode() in edited_files[name]
    }


def merge(files, base, new):
    """Merge; `base` are the files whose lock is in the folder."""
    known = lock.read_lock(base["opgen.lock"])
    log = DiagnosticLog()
    existing = FolderContent(files, known.files, (), known.symbols)
    merged = merge_edits(new, existing, Path("shop"), "merge", log)
    return dict(merged.files), log.diagnostics


def definitions(content):
    """The source of each function and class of a module, and of each member of a class."""
    text = content.decode()
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ast.unparse(node)
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.AnnAssign):
                    found[f"{node.name}.{ast.unparse(one.target)}"] = ast.unparse(one)
    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not EVERY_CASE,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=EDITS)
def test_no_edit_is_lost(versions, edits):
    files, markers = edited(versions.old, versions.names, edits)
    merged, conflicts = merge(files, versions.old, versions.new)
    named = "\n".join(one.render() for one in conflicts)
    for marker, name in markers.items():
        text = merged.get(name, b"").decode()
        assert marker in text or f"shop/{name}:" in named, (marker, name)
    if conflicts:
        return
    for name in versions.names:
        if name not in versions.new:
            continue
        if files[name] == versions.old[name]:
            assert merged[name] == versions.new[name]
            continue
        assert parses(merged[name]), merged[name].decode()
        base, ours, new, both = (
            definitions(one[name]) for one in (versions.old, files, versions.new, merged)
        )
        for key in base.keys() | ours.keys() | new.keys():
            if ours.get(key) == base.get(key):
                assert both.get(key) == new.get(key), key
            elif new.get(key) == base.get(key):
                assert both.get(key) == ours.get(key), key
    assert merge({**files, **merged}, versions.new, versions.new) == (merged, ())


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not EVERY_CASE,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=EDITS)
def test_a_package_that_is_generated_again_keeps_each_byte_of_the_edits(versions, edits):
    files, _ = edited(versions.old, versions.names, edits)
    assert merge(files, versions.old, versions.old) == (files, ())


def test_without_edits_the_new_package_comes(versions):
    merged, conflicts = merge(versions.old, versions.old, versions.new)
    assert (merged, conflicts) == (versions.new, ())
