"""`--keep-edits` of `generate`, `check` and `update`: edits are merged, or nothing is written."""

import json
import re
import shutil
from pathlib import Path

import pytest
from support.branches import commit, git
from support.command import done, opgen
from support.folders import tree
from support.shop_documents import changed_shop, shop

from generator.write import replace

SETTINGS = "[tool.opgen]\nspec = 'api.json'\nall = true\noutput = 'shop'\n"
FUNCTION = '\n\ndef mine() -> str:\n    """My own."""\n    return "mine"\n'
BODY = '        query={"state": state},\n'


def document(content):
    Path("api.json").write_text(json.dumps(content))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project with a package of the first document, made once."""
    folder = tmp_path_factory.mktemp("shop") / "project"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("pyproject.toml").write_text(SETTINGS)
        document(shop())
        done("generate")
    return folder


@pytest.fixture(autouse=True)
def project(template, tmp_path, monkeypatch):
    folder = shutil.copytree(template, tmp_path / "project")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    return folder


def edit(name, *pairs, end=""):
    path = Path("shop", name)
    text = path.read_text()
    for old, new in pairs:
        assert text.count(old) == 1, text
        text = text.replace(old, new)
    path.write_text(text + end)


def refused(*arguments):
    before = tree(Path("shop"))
    run = opgen(*arguments)
    assert run.exit_code == 1, run.output
    assert tree(Path("shop")) == before
    return run.stderr


def fresh():
    """The files of a package of the new document that nobody edited."""
    shutil.copytree("shop", "fresh/shop")
    done("generate", "api.json", "--output", "fresh/shop", "--all")
    return tree(Path("fresh/shop"))


def test_additions_and_a_new_package_are_merged():
    edit("orders.py", end=FUNCTION)
    edit(
        "components/orders.py",
        end="\n    def shout(self) -> str:\n        return self.id.upper()\n",
    )
    edit("__init__.py", ("get_order list_orders", "mine get_order list_orders"))
    edit("_runtime/client.py", end="MINE = 1\n")
    document(changed_shop())
    printed = done("generate", "--keep-edits")
    names = "__init__.py, _runtime/client.py, components/orders.py, orders.py"
    assert f"  edits kept in 4 files: {names}" in printed
    text = Path("shop/orders.py").read_text()
    assert FUNCTION.strip() in text
    assert "def new_orders(" in text
    assert "def shout" in Path("shop/components/orders.py").read_text()
    assert "total: " in Path("shop/components/orders.py").read_text()
    assert "MINE" in Path("shop/_runtime/client.py").read_text()
    others = dict.fromkeys(names.split(", "), b"")
    assert tree(Path("shop")) | others == fresh() | others
    # A second run changes nothing, and the check knows the edits.
    before = tree(Path("shop"))
    assert "nothing changed" in done("generate", "--keep-edits")
    assert "edits kept in 4 files" in done("generate", "--keep-edits", "--force")
    assert tree(Path("shop")) == before
    assert "edits kept in 4 files" in done("check", "--keep-edits")
    assert re.search(r"shop/orders.py:\d+: was edited by hand", opgen("check").stderr)


def test_a_conflict_is_shown_and_nothing_is_written():
    edit("orders.py", (BODY, '        query={"state": state or "open"},\n'))
    edit("pets.py", ("Get a pet.", "Fetch a pet."))
    document(changed_shop())
    said = refused("generate", "--keep-edits")
    assert "shop/orders.py:22:5: error[edit-conflict]: `list_orders` was changed by hand" in said
    assert '    -        query={"state": state or "open"},\n' in said
    assert '    +        query={"state": state, "limit": limit},\n' in said
    assert "help: make both agree" in said
    assert "--prefer mine" in said
    assert refused("check", "--keep-edits").startswith(said[:200])

    done("generate", "--prefer", "mine")
    text = Path("shop/orders.py").read_text()
    assert 'query={"state": state or "open"}' in text
    assert "def new_orders" in text
    assert "Fetch a pet." in Path("shop/pets.py").read_text()
    # The conflict is settled: the edit is one of the new package.
    assert "edits kept in 2 files" in done("generate", "--keep-edits", "--force")
    assert "is up to date" in done("check", "--keep-edits")


def test_the_generated_version_can_win():
    edit("orders.py", (BODY, '        query={"state": "open"},\n'))
    edit("pets.py", ("Get a pet.", "Fetch a pet."))
    document(changed_shop())
    done("generate", "--prefer", "generated")
    assert '"open"' not in Path("shop/orders.py").read_text()
    assert "Fetch a pet." in Path("shop/pets.py").read_text()


def test_an_edited_function_that_is_gone_or_elsewhere_is_a_conflict():
    edit("orders.py", ('    """Old.\n', '    """Old, mine.\n'))
    edit("pets.py", ("Get a pet.", "Fetch a pet."))
    content = changed_shop()
    content["paths"]["/pet"]["get"]["tags"] = ["orders"]
    document(content)
    Path("shop/opgen.lock").write_text(
        Path("shop/opgen.lock").read_text().replace("pets.get_pet", "orders.get_pet")
    )
    said = refused("generate", "--keep-edits")
    assert "the new package does not have it:" in said
    assert "`old_orders` was changed by hand" in said
    assert "the new package does not have it; orders.py has one of this name" in said


def test_an_edited_file_that_is_not_python_any_more():
    edit("orders.py", end="\ndef mine(:\n")
    document(changed_shop())
    said = refused("generate", "--keep-edits")
    assert "shop/orders.py:67:1: error[edit-conflict]: the edited file cannot be parsed" in said


def test_an_edited_file_whose_module_is_gone():
    edit("pets.py", end=FUNCTION)
    content = shop()
    del content["paths"]["/pet"], content["paths"]["/pets"]
    document(content)
    said = refused("generate", "--keep-edits")
    assert "shop/pets.py:1:1: error[edit-conflict]: the file was changed by hand" in said
    assert "move your code to a file of its own" in said
    done("generate", "--prefer", "generated")
    assert not Path("shop/pets.py").exists()


def test_the_setting_is_the_option_of_every_command():
    Path("pyproject.toml").write_text(f"{SETTINGS}keep_edits = true\n")
    edit("orders.py", end=FUNCTION)
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")
    document(changed_shop())
    assert "edits kept in 1 file: orders.py" in done("generate")
    done("vendor", "app/shop")
    assert "def mine" in Path("app/shop/orders.py").read_text()


def test_without_it_an_edit_is_overwritten_and_the_warning_names_it():
    edit("orders.py", end=FUNCTION)
    run = opgen("generate")
    assert "orders.py:1:1: warning[edited-file]" in run.stderr
    assert "--keep-edits" in run.stderr
    assert "def mine" not in Path("shop/orders.py").read_text()


def test_an_update_keeps_edits():
    edit("orders.py", end=FUNCTION)
    Path("new.json").write_text(json.dumps(changed_shop()))
    assert "edits kept in 1 file: orders.py" in done("update", "new.json", "--keep-edits")
    assert "def mine" in Path("shop/orders.py").read_text()
    assert "`new_orders`" in Path("shop/CHANGELOG.md").read_text()
    assert "is up to date" in done("check", "--keep-edits")
    assert "nothing changed" in done("update", "new.json", "--keep-edits")


def test_an_update_with_a_conflict_writes_neither_document_nor_package():
    edit("orders.py", (BODY, '        query={"state": "open"},\n'))
    Path("new.json").write_text(json.dumps(changed_shop()))
    before = Path("api.json").read_bytes()
    assert "error[edit-conflict]" in refused("update", "new.json", "--keep-edits")
    assert Path("api.json").read_bytes() == before


def test_a_file_that_is_missing_is_written():
    content = Path("shop/orders.py").read_bytes()
    Path("shop/orders.py").unlink()
    done("generate", "--keep-edits")
    assert Path("shop/orders.py").read_bytes() == content


def test_line_ends_of_a_checkout_are_no_edits():
    edit("orders.py", end=FUNCTION)
    for path in Path("shop").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    document(changed_shop())
    assert "edits kept in 1 file: orders.py" in done("generate", "--keep-edits")
    assert "def mine" in Path("shop/orders.py").read_text()


def test_a_package_of_an_older_opgen_says_what_to_do():
    path = Path("shop/opgen.lock")
    path.write_text(json.dumps({**json.loads(path.read_text()), "symbols": {}}))
    edit("orders.py", end=FUNCTION)
    edit("pets.py", ("Get a pet.", "Fetch a pet."))
    assert "edits kept in 2 files" in done("generate", "--keep-edits", "--force")
    path.write_text(json.dumps({**json.loads(path.read_text()), "symbols": {}}))
    edit("orders.py", (BODY, '        query={"state": "open"},\n'))
    document(changed_shop())
    said = refused("generate", "--keep-edits")
    assert "an older opgen wrote it, which did not record its symbols" in said


def test_an_edit_during_the_run_is_kept_under_another_name(monkeypatch):
    edit("orders.py", end=FUNCTION)
    document(changed_shop())
    put = replace.put

    def edited_meanwhile(new, target, aside):
        edit("pets.py", end="LATE = 1\n")
        edit("orders.py", end="LATE = 2\n")
        put(new, target, aside)

    monkeypatch.setattr(replace, "put", edited_meanwhile)
    run = opgen("generate", "--keep-edits")
    assert "shop/pets.py.orig:1:1: warning[edited-file]: a file was changed while" in run.stderr
    assert Path("shop/pets.py.orig").read_text().endswith("LATE = 1\n")
    assert Path("shop/orders.py.orig").read_text().endswith("LATE = 2\n")
    assert "def mine" in Path("shop/orders.py").read_text()


def test_a_link_in_the_package_is_no_edit(tmp_path):
    content = Path("shop/orders.py").read_bytes()
    (tmp_path / "elsewhere.py").write_bytes(content)
    Path("shop/orders.py").unlink()
    Path("shop/orders.py").symlink_to(tmp_path / "elsewhere.py")
    done("generate", "--keep-edits", "--force")
    assert Path("shop/orders.py").read_bytes() == content
    assert not Path("shop/orders.py").is_symlink()


def test_the_edits_of_two_branches_are_merged_with_the_new_package():
    git("init", "-q", "-b", "main", ".")
    commit("start")
    content = changed_shop()
    for name, schema in (("two", "Shop"), ("one", "Order")):
        git("checkout", "-q", "-b", name, "main")
        edit("orders.py", end=FUNCTION.replace("mine", name))
        changed = shop()
        changed["components"]["schemas"][schema] = content["components"]["schemas"][schema]
        changed["paths"]["/orders"]["get"]["summary"] = f"List, {name}."
        document(changed)
        done("generate", "--keep-edits")
        commit(name)
    git("merge", "-q", "two", code=1)
    assert "<<<<<<<" in Path("shop/orders.py").read_text()
    document(content)
    assert "edits kept in 1 file: orders.py" in done("generate", "--keep-edits")
    text = Path("shop/orders.py").read_text()
    assert "<<<<<<<" not in text
    assert text.count("def one()") == text.count("def two()") == text.count("def new_orders(") == 1
    assert "is up to date" in done("check", "--keep-edits")
