"""After any fault of a run, all is old or all is new, and the next run completes it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import done, opgen
from support.faults import KILLED, runs
from support.folders import tree
from support.paths import ROOT
from support.update_project import ONE, OTHER, PROJECT, TWO, document, versions

from generator.digests import digests_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
]


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A project whose package is of one document, and whose source has another by now."""
    folder = tmp_path / "template"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    Path("pyproject.toml").write_text(PROJECT)
    Path("source.yaml").write_bytes(ONE)
    done("update", "source.yaml")
    Path("client/custom").mkdir()
    Path("client/custom/__init__.py").write_text("mine = 1\n")
    Path("client/CHANGELOG.md").write_bytes(b"# Mine\n\n## 1.0.0\n\n- Caf\xe9\n")
    Path("source.yaml").write_bytes(TWO)
    Path("swapped-api.yaml").write_bytes(OTHER)
    Path("swapped-source.yaml").write_bytes(document("car"))
    return folder


def left(folder):
    """What a run left next to its output."""
    return list(folder.rglob(".opgen-*"))


def content(folder):
    """All files but what killed runs left and others put there."""
    found = tree(folder)
    return {name: found[name] for name in found if ".opgen-" not in name}


def ended(template, *arguments):
    """What all is after a run that nothing happens to."""
    folder = shutil.copytree(template, template.with_name("ended"), dirs_exist_ok=True)
    os.chdir(folder)
    done(*arguments)
    assert left(folder) == []
    return content(folder)


def package(found):
    return {name: found[name] for name in found if name.startswith("client/")}


class Completed:
    """What the next run makes of what one left; the same state is looked at once."""

    def __init__(self, *arguments: str, expected: dict[str, bytes]) -> None:
        self.arguments, self.expected, self.seen = arguments, expected, []

    def look(self, folder: Path, where: object) -> None:
        found = content(folder)
        if found in self.seen:
            return
        self.seen.append(found)
        os.chdir(folder)
        done(*self.arguments)
        assert content(folder) == self.expected, where
        done("check")
        assert "nothing changed" in done(*self.arguments)


@pytest.mark.parametrize("kind", ["kill", "no-exchange-kill"])
def test_an_update_that_is_killed_is_completed_by_the_next(template, kind):
    old, new = content(template), ended(template, "update", "source.yaml")
    assert versions(new["client/CHANGELOG.md"].decode("latin-1")) == ["1.1.0", "1.0.0"]
    completed = Completed("update", "source.yaml", expected=new)
    for folder, code, where, said in runs(template, kind, "update", "source.yaml"):
        assert code == KILLED, said
        found = content(folder)
        if package(found) or kind == "kill":
            assert package(found) in (package(old), package(new)), (folder, where)
        assert found["api.yaml"] in (ONE, TWO), (folder, where)
        completed.look(folder, (folder, where))
    assert len(completed.seen) >= 3


def test_a_generation_that_is_killed_is_completed_by_the_next(template):
    (template / "api.yaml").write_bytes(TWO)
    old, new = content(template), ended(template, "generate")
    completed = Completed("generate", expected=new)
    for folder, code, where, said in runs(template, "kill", "generate"):
        assert code == KILLED, said
        found = content(folder)
        assert package(found) in (package(old), package(new)), (folder, where)
        completed.look(folder, (folder, where))
    assert len(completed.seen) >= 2


def test_a_first_update_that_is_killed_is_completed_by_the_next(template):
    shutil.rmtree(template / "client")
    (template / "api.yaml").unlink()
    new = ended(template, "update", "source.yaml")
    completed = Completed("update", "source.yaml", expected=new)
    for folder, code, where, said in runs(template, "kill", "update", "source.yaml"):
        assert code == KILLED, said
        assert package(content(folder)) in ({}, package(new)), where
        completed.look(folder, where)
    assert len(completed.seen) == 3


COMMANDS = {"update": ("update", "source.yaml"), "generate": ("generate", "--force")}
FAULTS = [
    *(("update", kind) for kind in ("all-ENOSPC", "EACCES", "all-EROFS", "limit")),
    *(("generate", kind) for kind in ("ENOSPC", "all-EROFS", "limit")),
]


@pytest.mark.parametrize(("command", "kind"), FAULTS)
def test_a_run_that_fails_changes_nothing(template, command, kind):
    arguments = COMMANDS[command]
    if command == "generate":
        (template / "api.yaml").write_bytes(TWO)
    old, new = content(template), ended(template, *arguments)
    completed = Completed(*arguments, expected=new)
    for folder, code, where, said in runs(template, kind, *arguments):
        found = content(folder)
        assert code in (0, 1), (where, said)
        if code:
            assert re.search(r"error\[(cannot-write|cannot-read|system)\]: \w", said), (where, said)
            assert "help: " in said
        if kind == "all-EROFS" and found != old:
            # What has become read-only between two steps can only be completed later.
            assert package(found) == package(new)
            completed.look(folder, where)
            continue
        assert found == (new if code == 0 else old), (where, said)
        # Where removing fails there is nothing that could remove.
        is_cleaning = re.match(r"os\.(remove|rmdir|chmod)|renameat2", where)
        assert left(folder) == [] or is_cleaning or kind == "all-EROFS", (where, left(folder))


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_documents_that_change_during_a_run_are_not_mixed(template, arguments):
    if arguments[0] == "generate":
        (template / "api.yaml").write_bytes(TWO)
    swapped, car = OTHER, document("car")
    seen: list[dict[str, bytes]] = []
    for folder, code, where, said in runs(template, "swap", *arguments):
        found = content(folder)
        about = json.loads(found["client/opgen.lock"])["document"]["digests"]
        assert tuple(about) in {digests_of(one) for one in (ONE, TWO, swapped, car)}, where
        # What somebody put there is never lost, but by a run that had begun to replace it.
        assert found["api.yaml"] in (swapped, TWO, car), where
        if code == 0 and arguments[0] == "update":
            assert digests_of(found["api.yaml"]) == tuple(about) or found["api.yaml"] == swapped, (
                where
            )
        if code:
            assert re.search(r"error\[(document-changed|other-document)\]", said), (where, said)
        assert left(folder) == []
        if found not in seen:
            seen.append(found)
            os.chdir(folder)
            done("generate")
            done("check")


def started(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def together(folder, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """Run commands at the same time; what came of each."""
    processes = [started(folder, *arguments) for arguments in commands]
    said = [process.communicate()[0] for process in processes]
    return list(zip([process.returncode for process in processes], said, strict=True))


def test_two_updates_at_once_come_one_after_the_other(template):
    (template / "more.yaml").write_bytes(document("pet", "toy", "car"))
    for code, said in together(template, ("update", "source.yaml"), ("update", "more.yaml")):
        assert code == 0, said
    found = content(template)
    last = json.loads(found["client/opgen.lock"])["document"]["digests"]
    assert list(digests_of(found["api.yaml"])) == last
    assert len(versions(found["client/CHANGELOG.md"].decode("latin-1"))) == 3
    assert left(template) == []
    os.chdir(template)
    done("check")


def test_two_generations_at_once_give_one_of_both(template):
    (template / "api.yaml").write_bytes(TWO)
    first = ("generate", "--force")
    for code, said in together(template, first, (*first, "--profile", "none")):
        assert code == 0, said
    os.chdir(template)
    assert left(template) == []
    assert any(opgen("check", *more).exit_code == 0 for more in ((), ("--profile", "none")))


def test_an_update_and_a_generation_at_once(template):
    for code, said in together(template, ("generate", "--force"), ("update", "source.yaml")):
        assert code == 0, said
    os.chdir(template)
    done("update", "source.yaml")
    done("check")
    assert (template / "client/CHANGELOG.md").read_bytes().count(b"- `get_toy`: new") == 1
