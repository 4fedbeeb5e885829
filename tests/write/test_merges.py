"""Two branches that both generated: git merges them, and one `opgen generate` completes it."""

from __future__ import annotations

import inspect
import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from support import branches
from support.branches import NAMES, PROJECT, branch, commit, conflicts, document, git, start
from support.command import done, opgen
from support.packages import load

from generator.conflicts import conflict_line, sides
from generator.write import lock_layout
from generator.write.lock import read_lock

pytestmark = pytest.mark.external

STYLES = ["merge", "diff3", "zdiff3"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def merge(name, *, code=1, style="merge"):
    git("-c", f"merge.conflictStyle={style}", "merge", "-q", name, "-m", "merged", code=code)


def settle():
    """Complete a merge as the documentation says."""
    run = opgen("generate")
    assert run.exit_code == 0, run.output
    git("add", "-A")
    assert "is up to date" in done("check")
    git("commit", "-qm", "merged")
    return run


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A repository with branches `a` and `b`; each adds an operation, and both conflict."""
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        start(document(*NAMES))
        branch("a", api__yaml=document("acorn", *NAMES))
        branch("b", api__yaml=document(*NAMES, "walnut"))
        git("checkout", "-q", "a")
    return folder


@pytest.fixture
def both(two, tmp_path, monkeypatch):
    shutil.copytree(two, tmp_path / "both")
    monkeypatch.chdir(tmp_path / "both")
    return tmp_path / "both"


@pytest.mark.parametrize("style", STYLES)
def test_one_command_completes_a_merge(both, style):
    merge("b", style=style)
    assert "client/opgen.lock" in conflicts()
    check = opgen("check")
    assert check.exit_code == 1
    assert "client/opgen.lock:" in check.stderr
    assert "has a merge conflict" in check.stderr
    assert settle().stderr == ""
    package = load(both / "client")
    assert package.get_acorn
    assert package.get_walnut


PART = "{type: object, properties: {size: {type: integer}}}"
BODY = """
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [%s]
              properties: {first: {type: string}, last: {type: string}}
"""


def with_thing(title, *, required="first, last", schemas=""):
    """A document with a class for an inline schema, and with positional arguments."""
    body = BODY.strip("\n") % required
    return (
        f"openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\n"
        f"paths:\n  /things:\n    post:\n      operationId: add_thing\n{body}\n"
        "      responses:\n        '200':\n          description: It.\n          content:\n"
        "            application/json:\n"
        "              schema: {$ref: '#/components/schemas/Thing'}\n"
        "components:\n  schemas:\n"
        f"    Thing: {{type: object, properties: {{part: {PART}}}}}\n{schemas}"
    )


def test_names_and_positions_keep_their_meaning(project):
    refers = "{$ref: '#/components/schemas/ThingPart'}"
    taken = (
        "    ThingPart: {type: object, properties: {name: {type: string}}}\n"
        f"    Whole: {{type: object, properties: {{part: {refers}}}}}\n"
    )
    start(with_thing("Shop"))
    branch("a", api__yaml=with_thing("A", schemas=taken))
    branch("b", api__yaml=with_thing("B", required="last, first"))
    git("checkout", "-q", "a")
    merge("b")
    assert "client/opgen.lock" in conflicts()
    Path("api.yaml").write_text(with_thing("C", required="last, first", schemas=taken))
    settle()
    package = load(project / "client")
    assert list(package.components.ThingPart.model_fields) == ["size"]
    assert list(inspect.signature(package.add_thing).parameters)[:2] == ["first", "last"]


def test_generate_looks_at_all_of_what_git_merged_by_lines(project):
    by_tag = PROJECT.replace("all = true", 'all = true\ngroup_by = "tag"')
    start(grouped(*GROUPS), by_tag)
    branch("a", api__yaml=grouped("birds.auk", *GROUPS))
    branch("b", api__yaml=grouped(*GROUPS[:3], "fish.ide", *GROUPS[3:]))
    git("checkout", "-q", "a")
    git("merge", "-q", "b", "-m", "merged", "-X", "theirs")  # takes lines, each of one branch
    assert lock_layout.is_sealed((project / "client/opgen.lock").read_bytes())
    assert opgen("check").exit_code == 1
    done("generate")
    assert "is up to date" in done("check")
    assert load(project / "client").get_auk


def settle_if_needed():
    done("generate")
    assert "is up to date" in done("check")


def test_positions_of_both_branches_are_known(both):
    merge("b")
    found = read_lock((both / "client/opgen.lock").read_bytes()).history
    assert {"get_acorn", "get_walnut", "get_date"} <= found.positional.keys()
    assert {"get_acorn", "get_walnut", "get_date"} <= {one.name for one in found.functions}


def grouped(*names):
    """A document whose operations are in groups by tag: `group.name`."""
    parts = [name.split(".") for name in names]
    return (
        branches._HEAD
        + "paths:\n"
        + "".join(
            branches._OPERATION.format(name=name).replace(f"tags: [{name}s]", f"tags: [{group}]")
            for group, name in parts
        )
    )


GROUPS = (
    "birds.wren", "birds.crow", "fish.cod", "fish.eel", "fruit.apple", "fruit.banana",
    "herbs.mint", "herbs.sage", "lakes.erie", "lakes.como", "nuts.pecan", "nuts.almond",
    "rocks.opal", "rocks.jade", "stars.vega", "stars.deneb", "trees.oak", "trees.elm", "trees.fir",
)  # fmt: skip


def test_unrelated_changes_merge_by_themselves(project):
    by_tag = PROJECT.replace("all = true", 'all = true\ngroup_by = "tag"')
    start(grouped(*GROUPS), by_tag)
    branch("a", api__yaml=grouped("birds.auk", *GROUPS))
    branch("b", api__yaml=grouped(*GROUPS, "trees.yew"))
    git("checkout", "-q", "a")
    merge("b", code=0)
    assert "is up to date" in done("check")
    place = project / "client/opgen.lock"
    assert lock_layout.is_sealed(place.read_bytes())
    assert not lock_layout.is_whole(place.read_bytes())
    done("generate")
    assert lock_layout.is_whole(place.read_bytes())
    assert "nothing changed, nothing written" in done("generate")
    package = load(project / "client")
    assert package.get_auk
    assert package.get_yew


def test_a_new_operation_and_a_new_overlay_merge_by_themselves(project):
    with_overlay = PROJECT.replace("all = true", 'all = true\noverlays = ["own.yaml"]')
    overlay = "overlay: 1.0.0\nactions:\n- {target: $.info, update: {title: Shop}}\n"
    Path("own.yaml").write_text(overlay)
    start(document(*NAMES), with_overlay)
    branch("a", api__yaml=document("acorn", *NAMES))
    branch("b", own__yaml=overlay + "# more\n")
    git("checkout", "-q", "a")
    merge("b", code=0)
    settle_if_needed()
    assert project.is_dir()


def test_an_edit_by_hand_is_still_found_in_a_merge(both):
    merge("b")
    place = both / "client/operations.py"
    place.write_text(place.read_text() + "\nmine = 1\n")
    run = opgen("generate")
    assert run.stderr.count("edited by hand") == 1
    assert "client/operations.py" in run.stderr


def test_a_file_that_one_branch_removed_and_the_other_changed(project):
    by_tag = PROJECT.replace("all = true", 'all = true\ngroup_by = "tag"')
    start(grouped(*GROUPS), by_tag)
    branch("a", api__yaml=grouped(*(one for one in GROUPS if not one.startswith("trees"))))
    assert not Path("client/trees.py").exists()
    branch("b", api__yaml=grouped(*GROUPS, "trees.yew"))
    for name in ("a", "b"):
        other = "b" if name == "a" else "a"
        git("checkout", "-q", name)
        merge(other)
        assert conflicts()
        git("checkout", "--ours", "api.yaml")
        run = settle()
        assert "foreign" not in run.output
        assert Path("client/trees.py").exists() == (name == "b")
        git("reset", "-q", "--hard", "HEAD~1")
    assert project.is_dir()


def test_the_document_is_resolved_first(project):
    start(document("pet"))
    branch("a", api__yaml=document("pet").replace("title: Shop", "title: A"))
    branch("b", api__yaml=document("pet").replace("title: Shop", "title: B"))
    git("checkout", "-q", "a")
    merge("b")
    for command in ("check", "generate"):
        run = opgen(command)
        assert run.exit_code == 1
        assert "api.yaml:2:1: error[merge-conflict]: the document has a merge conflict" in (
            run.stderr
        )
    git("checkout", "--theirs", "api.yaml")
    assert "edited by hand" not in settle().output
    assert "title: B" in (project / "api.yaml").read_text()


def test_a_referenced_file_is_resolved_first(project):
    start(document("pet"))
    Path("api.yaml").write_text(document("pet").replace("{type: integer}", "{$ref: size.yaml}"))
    marked = "<<<<<<< HEAD\ntype: integer\n=======\ntype: string\n>>>>>>> b\n"
    (project / "size.yaml").write_text(marked)
    run = opgen("generate")
    assert run.exit_code == 1
    assert "size.yaml:1:1: error[merge-conflict]: the referenced file has" in run.stderr


def test_a_changelog_with_a_conflict_is_left_alone(project):
    start(document(*NAMES))
    for name in ("a", "b"):
        git("checkout", "-q", "-b", name, "main")
        Path("client/CHANGELOG.md").write_text(f"# Changelog\n\n## 0.2.0\n\n- {name}\n")
        commit(name)
    git("checkout", "-q", "a")
    merge("b")
    before = Path("client/CHANGELOG.md").read_bytes()
    run = opgen("check")
    assert run.exit_code == 1
    assert "client/CHANGELOG.md:5: has a merge conflict" in run.stderr
    run = opgen("generate", "--force")
    assert run.exit_code == 0
    assert "client/CHANGELOG.md:5:1: warning[merge-conflict]" in run.stderr
    run = opgen("update", "api.yaml")
    assert run.exit_code == 1
    assert "error[merge-conflict]: the changelog has a merge conflict" in run.stderr
    assert (project / "client/CHANGELOG.md").read_bytes() == before


def test_an_origin_with_a_conflict_is_resolved(project):
    start(document("pet"))
    url = "https://example.com/api.yaml"
    for name in ("a", "b"):
        git("checkout", "-q", "-b", name, "main")
        text = json.dumps({"url": url, "sha256": name * 64}, indent=2)
        Path("api.yaml.origin.json").write_text(text + "\n")
        commit(name)
    git("checkout", "-q", "a")
    merge("b")
    opgen("generate", "--force")
    assert project.is_dir()
    found = json.loads(Path("api.yaml.origin.json").read_bytes())
    assert (found["url"], found["sha256"]) == (url, "a" * 64)


def test_a_copy_in_an_app_is_completed_too(both):
    for name in ("a", "b"):
        git("checkout", "-q", name)
        done("vendor", "app/client")
        commit(f"vendored {name}")
    git("checkout", "-q", "a")
    merge("b")
    run = opgen("vendor", "app/client")
    assert run.exit_code == 1
    assert "error[merge-conflict]" in run.stderr
    done("generate")
    run = opgen("vendor", "app/client")
    assert (run.exit_code, run.stderr) == (0, "")
    git("add", "-A")
    assert conflicts() == []
    assert "<<<<<<<" not in (both / "app/client/opgen.lock").read_text()


def test_a_lost_lock_is_written_again(both):
    (both / "client/opgen.lock").unlink()
    assert opgen("generate").exit_code == 0
    assert "is up to date" in done("check")
    assert git("status", "--porcelain") == ""


def test_a_lock_whose_markers_were_only_deleted(both):
    merge("b")
    place = both / "client/opgen.lock"
    lines = place.read_text().splitlines(keepends=True)
    markers = ("<<<<<<<", "=======", ">>>>>>>")
    place.write_text("".join(line for line in lines if not line.startswith(markers)))
    assert opgen("generate").exit_code == 0
    assert "is up to date" in done("check")


def older(content):
    """A lock as an older opgen wrote it: a digest for each file, and one as its seal."""
    text = json.loads(content)
    del text["seal"], text["symbols"]
    document = Path("api.yaml").read_bytes()
    text["document"] = {"name": "api.yaml", "sha256": sha256(document).hexdigest()}
    text["positional"] = {
        name: [path, *[list(one) for one in pairs]]
        for name, (path, *pairs) in text["positional"].items()
    }
    for kind in ("functions", "names"):
        text[kind] = [line.replace(" = ", f" {name_in(line)} ", 1) for line in text[kind]]
    text["files"] = {
        path: f"sha256:{sha256(Path('client', path).read_bytes()).hexdigest()}"
        for path in text["files"]
    }
    seal = sha256(f"{json.dumps(text, indent=2)}\n".encode()).hexdigest()
    return json.dumps({**text, "seal": f"sha256:{seal}"}, indent=2) + "\n"


def name_in(line):
    return line.split(" ")[0].rpartition(".")[2]


def test_a_lock_of_an_older_opgen_is_read(project):
    start(with_thing("Shop"))
    place = project / "client/opgen.lock"
    new = place.read_bytes()
    text = older(new)
    assert lock_layout.is_sealed(text.encode())
    assert not lock_layout.is_sealed(text.replace("first", "other").encode())
    place.write_text(text)
    assert read_lock(text.encode()).history == read_lock(new).history
    run = opgen("generate")
    assert run.exit_code == 0
    assert "edited by hand" not in run.stderr
    assert "(1 changed," in run.stdout
    assert place.read_bytes() == new


# Conflict markers

OURS, THEIRS = b"a\nours\nz\n", b"a\ntheirs\nmore\nz\n"
MARKED = {
    "merge": b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\nmore\n>>>>>>> b\nz\n",
    "diff3": b"a\n<<<<<<< HEAD\nours\n||||||| 12ab\nold\n=======\ntheirs\nmore\n>>>>>>> b\nz\n",
    "CRLF": b"a\r\n<<<<<<< HEAD\r\nours\r\n=======\r\ntheirs\r\nmore\r\n>>>>>>> b\r\nz\r\n",
    "no names": b"a\n<<<<<<<\nours\n=======\ntheirs\nmore\n>>>>>>>\nz\n",
}
UNMARKED = {
    "nothing": b"",
    "a heading": b"Title\n=======\n",
    "only a start": b"<<<<<<< HEAD\n",
    "no end": b"<<<<<<< HEAD\na\n=======\nb\n",
    "indented": b" <<<<<<< HEAD\n =======\n >>>>>>> b\n",
    "longer": b"<<<<<<<<< HEAD\n=========\n>>>>>>>>> b\n",
    "another order": b">>>>>>> b\n=======\n<<<<<<< HEAD\n",
}


@pytest.mark.parametrize("text", MARKED.values(), ids=MARKED)
def test_the_sides_of_a_conflict(text):
    assert sides(text) == (OURS, THEIRS)
    assert conflict_line(text) == 2


@pytest.mark.parametrize("text", UNMARKED.values(), ids=UNMARKED)
def test_text_without_a_conflict(text):
    assert sides(text) is None
    assert conflict_line(text) is None
