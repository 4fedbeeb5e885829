"""Several clients in one project: in the configuration, on the command line, and in a run."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from support.command import done, opgen
from support.folders import names, tree
from support.packages import load
from support.scripted_server import Say, Server
from support.update_project import document

from generator.commands.chosen_clients import project_clients
from generator.diagnostics import DiagnosticLog, OpgenError

ONE = 'spec = "{0}.yaml"\nall = true\noutput = "src/{0}"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The current folder, with a document for each of three clients."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("shop", "bank", "post"):
        (folder / f"{name}.yaml").write_bytes(document("pet", title=name))
    return folder


def configure(*tables, file="pyproject.toml"):
    """Write the configuration: text, or a header and the name of its client."""
    parts = [one if isinstance(one, str) else f"{one[0]}\n{ONE.format(one[1])}" for one in tables]
    Path(file).write_text("\n".join(parts))


def listed(*names):
    return [("[[tool.opgen.clients]]", name) for name in names]


def found(**arguments):
    """The clients of the configuration by name, with their settings."""
    return {one.name: one.settings for one in project_clients(arguments, DiagnosticLog())}


def wrong():
    """The only thing that is wrong with the configuration."""
    with pytest.raises(OpgenError) as caught:
        found()
    (one,) = caught.value.diagnostics
    return one


# The configuration


@pytest.mark.parametrize(
    "header", ["[[tool.opgen.clients]]", "[tool.opgen.{}]"], ids=["listed", "named"]
)
def test_the_clients_are_tables(header):
    configure(*((header.format(name), name) for name in ("shop", "bank")))
    assert found() == {
        name: {"spec": Path(f"{name}.yaml"), "all": True, "output": Path(f"src/{name}")}
        for name in ("shop", "bank")
    }


def test_a_client_may_have_a_name_of_its_own():
    configure(
        '[[tool.opgen.clients]]\nname = "a shop"\nspec = "shop.yaml"\noutput = "src/client"\n'
    )
    assert [*found()] == ["a shop"]


def test_settings_of_the_project_are_the_defaults_of_all_clients():
    configure(
        '[tool.opgen]\nstrict = true\ngroups = ["a"]\nspec = "shop.yaml"\n',
        '[[tool.opgen.clients]]\noutput = "a"\n',
        '[[tool.opgen.clients]]\noutput = "b"\nspec = "bank.yaml"\nall = true\nstrict = false\n',
    )
    shop = Path("shop.yaml")
    assert found() == {
        "a": {"strict": True, "groups": ("a",), "spec": shop, "output": Path("a")},
        "b": {"strict": False, "all": True, "spec": Path("bank.yaml"), "output": Path("b")},
    }


def test_a_project_that_is_a_client_itself_has_settings_for_itself_only():
    configure(
        '[tool.opgen]\nspec = "shop.yaml"\noutput = "shop"\nstrict = true\nprofile = "openai"\n',
        ("[tool.opgen.bank]", "bank"),
    )
    assert [*found()] == ["shop", "bank"]
    assert found()["bank"].keys() == {"spec", "all", "output"}


CLIENT = '[tool.opgen.shop]\nspec = "a.yaml"\noutput = "shop"\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "advice"),
    [
        ('[[tool.opgen]]\nspec = "a"', "invalid-setting", 1, "[[tool.opgen.clients]]"),
        ('[tool.opgen]\nspec = "a"\n[tool.opgen.tpyes]\nA = "b"', "unknown-setting", 3, None),
        ("[tool.opgen.haeders]\nA = 'b'", "unknown-setting", 1, "did you mean 'headers'?"),
        ("[[tool.opgen.client]]\nspec = 'a'", "invalid-setting", 1, "did you mean 'clients'?"),
        ("[[tool.opgen.shop]]\nspec = 'a'", "invalid-setting", 1, "write [tool.opgen.shop]"),
        ("[tool.opgen.clients]\nspec = 'a'", "invalid-setting", 1, "write [[tool.opgen.clients]]"),
        ("[tool.opgen]\nclients = [1]", "invalid-setting", 2, "write [[tool.opgen.clients]]"),
        (f"{CLIENT}sterct = true", "unknown-setting", 4, "did you mean 'strict'"),
        (f"{CLIENT}name = 'b'", "invalid-setting", 4, "remove 'name', or rename the table"),
        ("[[tool.opgen.clients]]\nname = 1", "invalid-setting", 2, None),
        (f"[tool.opgen]\nname = 'a'\n{CLIENT}", "invalid-setting", 2, None),
        ("[[tool.opgen.clients]]\nspec = 'a'", "missing-setting", 1, "[[tool.opgen.clients]]"),
        ("[tool.opgen.shop]\noutput = 'a'", "missing-setting", 1, "add spec to [tool.opgen.shop]"),
        (f"{CLIENT}[tool.opgen.b]\nspec = 'a'", "missing-setting", 4, "add output to"),
        (f"{CLIENT}[[tool.opgen.clients]]\nspec = 'a'\noutput = 'b/shop'", "conflicting-settings",
         1, "give one of them another 'name'"),
        (f"{CLIENT}[tool.opgen.b]\nspec = 'a'\noutput = 'shop'", "overlapping-folders", 6, None),
        (f"{CLIENT}[tool.opgen.b]\nspec = 'a'\noutput = 'x/../shop/b'", "overlapping-folders", 6,
         None),
        (f"[tool.opgen]\noutput = 'a'\n{CLIENT}", "missing-setting", 1, "add spec to [tool.opgen]"),
    ],
)  # fmt: skip
def test_a_wrong_configuration(text, code, line, advice):
    configure(text)
    one = wrong()
    assert (one.code, one.location.line) == (code, line), one.render()
    assert advice is None or advice in one.help


def test_everything_that_is_wrong_is_reported():
    configure('[tool.opgen.a]\nspec = "a"\nx = 1\n[[tool.opgen.clients]]\nspec = 3\ny = 1\n')
    with pytest.raises(OpgenError) as caught:
        found()
    assert sorted(one.location.line for one in caught.value.diagnostics) == [3, 5, 6]


# The file


def test_a_configuration_may_be_any_file(folder):
    Path("conf").mkdir()
    table = '[tool.opgen.a]\nspec = "../a.yaml"\noutput = "a"\nprofile = "p.toml"\n'
    configure(table, file="conf/own.toml")
    configure(table.replace("tool.opgen.", ""), file="conf/opgen.toml")
    for file in ("conf/own.toml", "conf/opgen.toml"):
        (settings,) = found(config=Path(file)).values()
        assert settings["spec"].resolve() == folder / "a.yaml"
        assert settings["output"] == Path("conf/a")
        assert settings["profile"] == "conf/p.toml"


def test_a_file_of_its_own_has_the_settings_at_its_top():
    configure(
        "strict = true",
        '[[clients]]\nspec = "shop.yaml"\noutput = "shop"\n',
        file="opgen.toml",
    )
    assert found(config=Path("opgen.toml")) == {
        "shop": {"strict": True, "spec": Path("shop.yaml"), "output": Path("shop")}
    }
    configure('[shop]\nspec = "shop.yaml"\n', file="opgen.toml")
    failed = opgen("check", "--config", "opgen.toml")
    assert "opgen.toml:1:1: error[missing-setting]" in failed.stderr
    assert "help: add output to [shop]" in failed.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "no-such-file"), ("", "no-configuration"), ("[tool.ruff]\n", "no-configuration")],
)
def test_a_file_without_settings(content, code):
    if content is not None:
        Path("own.toml").write_text(content)
    failed = opgen("check", "--config", "own.toml")
    assert failed.exit_code == 1
    assert f"error[{code}]" in failed.stderr


# The command line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--client", "shpo"), "There is no client 'shpo': did you mean 'shop'?"),
        (("check", "--client", "x"), "There is no client 'x': the clients are shop, bank."),
        (("generate", "--output", "x"), "--output is for one client."),
        (("check", "a.yaml", "--output", "b", "--client", "shop"), "--client cannot be used"),
        (("generate", "shop.yaml", "--config", "x.toml"), "--config cannot be used"),
        (("list", "shop.yaml", "--client", "shop"), "--client cannot be used"),
        (("vendor", "app/x"), "Choose one of the clients shop, bank with --client NAME"),
        (("wheel",), "Choose one of the clients shop, bank with --client NAME"),
        (("wheel", "--from", "x", "--client", "shop"), "--client cannot be used"),
        (
            ("diff", "shop.yaml", "bank.yaml", "--uses", ".", "--package", "x"),
            "--package is for one client",
        ),
        (("diff", "post.yaml", "x.yaml"), "The documents are of no client. Choose one of"),
    ],
)
def test_wrong_arguments(arguments, message):
    configure(*listed("shop", "bank"))
    failed = opgen(*arguments)
    assert failed.exit_code == 2
    assert message in " ".join(failed.stderr.split())


# Runs


@pytest.fixture
def two():
    """Two generated clients."""
    configure(*listed("shop", "bank"))
    done("generate")


def test_generate_and_check_do_all_clients():
    configure(*listed("shop", "bank"))
    said = done("generate")
    assert "shop: 1 operation in src/shop\n" in said
    assert "bank: 1 operation in src/bank\n" in said
    again = "src/{0}: nothing changed, nothing written\n"
    assert done("generate") == again.format("shop") + again.format("bank")
    first, second = done("check").splitlines()
    assert first.startswith("src/shop is up to date (")
    assert second.startswith("src/bank is up to date (")


def test_a_client_that_fails_does_not_stop_the_others():
    configure(*listed("shop", "bank", "post"))
    Path("bank.yaml").write_text("openapi: 3.1.0\n")
    failed = opgen("generate", "--report", "report.json")
    assert failed.exit_code == 1
    assert "src/shop" in failed.stdout
    assert "src/post" in failed.stdout
    assert "\nbank:\nbank.yaml:1:" in failed.stderr
    assert failed.stderr.endswith("1 of 3 clients failed: bank\n")
    assert names(Path("src")) == ["post", "shop"]
    reports = json.loads(Path("report.json").read_text())["clients"]
    assert [one["client"] for one in reports] == ["shop", "bank", "post"]
    assert [one["operations"]["generated"] for one in reports] == [1, 0, 1]
    codes = [{each["code"] for each in one["diagnostics"]} for one in reports]
    assert codes[0] == codes[2] == {"no-address"}
    assert codes[1]
    assert codes[1] != {"no-address"}
    assert opgen("check").stderr.endswith("1 of 3 clients failed: bank\n")


@pytest.mark.usefixtures("two")
def test_check_names_the_client_that_is_not_current():
    Path("bank.yaml").write_bytes(document("pet", "toy", title="shop"))
    failed = opgen("check")
    assert failed.exit_code == 1
    assert failed.stdout.startswith("src/shop is up to date")
    assert "src/bank is not up to date:" in failed.stderr
    assert done("check", "--client", "shop").startswith("src/shop is up to date")
    assert done("generate", "--client", "bank").startswith("bank: 2 operations")
    assert done("check", "--client", "shop", "--client", "bank").count("is up to date") == 2


# Updates


def test_update_does_all_clients_and_one_source_is_for_one():
    configure(*listed("shop", "bank"))
    assert "SOURCE is one document" in " ".join(opgen("update", "post.yaml").stderr.split())
    done("generate")
    new = Path("new.yaml")
    new.write_bytes(document("pet", "toy", title="bank"))
    assert "see src/bank/CHANGELOG.md" in done("update", "new.yaml", "--client", "bank")
    assert Path("bank.yaml").read_bytes() == new.read_bytes()
    assert not Path("src/shop/CHANGELOG.md").exists()
    assert done("check").count("is up to date") == 2


def test_update_skips_documents_without_a_url():
    configure(*listed("shop", "bank"))
    with Server() as server:
        server.always = Say(data=document("pet", title="shop"))
        done("update", f"{server.url}/api.yaml", "--client", "shop")
        server.always = Say(data=document("pet", "toy", title="shop"))
        run = opgen("update", "--format", "json")
    assert run.exit_code == 0, run.output
    assert "bank.yaml: has no URL, so there is nothing to fetch" in run.stderr
    found = json.loads(run.stdout)["clients"]
    assert [(one["client"], one["step"]) for one in found] == [("shop", "minor"), ("bank", "none")]
    assert "error[no-source]" in opgen("update", "--client", "bank").stderr


SHARED = """[tool.opgen]
spec = "shop.yaml"
[[tool.opgen.clients]]
output = "one"
all = true
[[tool.opgen.clients]]
output = "two"
paths = ["/pets"]
"""


@pytest.mark.parametrize("choice", [(), ("--client", "one")])
def test_clients_that_share_a_document_are_updated_together(choice):
    configure(SHARED)
    done("generate")
    Path("new.yaml").write_bytes(document("pet", "toy", title="shop"))
    run = opgen("update", "new.yaml", *choice)
    assert run.exit_code == 0, run.output
    assert ("two: is updated too" in run.stderr) is bool(choice)
    assert done("check").count("is up to date") == 2
    assert "toy" in Path("one/CHANGELOG.md").read_text()
    assert not Path("two/CHANGELOG.md").exists()  # it has no toys
    assert "nothing changed" in done("update", "new.yaml")


def test_if_one_of_them_fails_none_is_updated():
    configure(SHARED.replace('output = "two"', 'output = "two"\nstrict = true'))
    done("generate")
    before = tree(Path())
    new = document("pet", "toy", title="shop").replace(b"in: query", b"in: nowhere")
    Path("new.yaml").write_bytes(new)
    failed = opgen("update", "new.yaml")
    assert failed.exit_code == 1
    assert failed.stderr.endswith("2 of 2 clients failed: one, two\n")
    Path("new.yaml").unlink()
    assert tree(Path()) == before
    Path("new.yaml").write_bytes(document("pet", "toy", title="shop"))
    done("update", "new.yaml")
    assert done("check").count("is up to date") == 2


def test_the_changes_of_several_clients_are_one_json():
    configure(SHARED)
    done("generate")
    Path("new.yaml").write_bytes(document("pet", "toy", title="shop"))
    content = json.loads(done("diff", "shop.yaml", "new.yaml", "--format", "json"))
    jsonschema.validate(content, json.loads(done("schema", "changes")))
    found = content["clients"]
    assert [(one["client"], one["step"]) for one in found] == [("one", "minor"), ("two", "none")]
    said = done("diff", "shop.yaml", "new.yaml")
    assert said.startswith("one: shop.yaml → new.yaml: ")
    assert "\n\ntwo: shop.yaml → new.yaml: no changes" in said
    one = json.loads(done("diff", "post.yaml", "new.yaml", "--format", "json", "--client", "two"))
    assert "clients" not in one
    updated = json.loads(done("update", "new.yaml", "--format", "json"))["clients"]
    assert [(one["client"], one["step"]) for one in updated] == [("one", "minor"), ("two", "none")]


# Other commands


@pytest.mark.usefixtures("two")
def test_one_client_is_vendored_or_built():
    done("vendor", "app/the_bank", "--client", "bank")
    assert (Path("app/the_bank/pets.py")).is_file()
    assert "src/bank" in done("wheel", "--client", "bank")
    assert "src/shop" in done("wheel", "--from", "src/shop")


def test_list_prints_the_documents_of_all_clients():
    configure(*listed("shop", "bank"))
    said = done("list")
    assert said.startswith("shop: 1 operation in 1 group\n")
    assert "\nbank: 1 operation in 1 group\n" in said
    assert done("list", "--client", "bank").startswith("1 operation in 1 group\n")
    found = json.loads(done("list", "--json"))["clients"]
    assert [(one["client"], one["operations"]) for one in found] == [("shop", 1), ("bank", 1)]


def test_a_command_of_one_client_says_what_it_said_before_there_were_several():
    """The report, too, has no list of clients."""
    configure(*listed("shop"))
    done("generate", "--report", "report.json")
    assert "clients" not in json.loads(Path("report.json").read_text())
    configure(*listed("shop", "bank"))
    done("generate", "--client", "shop", "--report", "report.json")
    assert "clients" not in json.loads(Path("report.json").read_text())


def test_the_schema_of_the_configuration_knows_clients():
    schema = json.loads(done("schema", "pyproject"))
    good = [
        f"[[tool.opgen.clients]]\n{ONE.format('a')}name = 'b'",
        f"[tool.opgen]\nstrict = true\n[tool.opgen.a]\n{ONE.format('a')}",
        f"[tool.opgen]\n{ONE.format('a')}[tool.opgen.types]\nA = 'b.C'",
    ]
    for text in good:
        jsonschema.validate(tomllib.loads(text), schema)
    wrong = ["[tool.opgen]\nstrct = true", "[tool.opgen.a]\nstrct = true", "[[tool.opgen.a]]"]
    for text in [*wrong, "[[tool.opgen.clients]]\nstrct = true"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(tomllib.loads(text), schema)


# A second client by `opgen init`

SECOND = 'spec = "bank.yaml"\noutput = "bank"\nall = true\n'


@pytest.mark.parametrize(
    ("before", "options", "added"),
    [
        ("", (), f"[tool.opgen]\n{SECOND}"),
        (f"[tool.opgen]\n{ONE.format('shop')}", (), f"[tool.opgen.bank]\n{SECOND}"),
        (f"[tool.opgen.a]\n{ONE.format('shop')}", (), f"[tool.opgen.bank]\n{SECOND}"),
        (f"[[tool.opgen.clients]]\n{ONE.format('shop')}", (), f"[[tool.opgen.clients]]\n{SECOND}"),
        (f"[[tool.opgen.clients]]\n{ONE.format('shop')}", ("--client", "b"),
         f'[[tool.opgen.clients]]\nname = "b"\n{SECOND}'),
        (f"[tool.opgen]\n{ONE.format('shop')}", ("--client", "b"), f"[tool.opgen.b]\n{SECOND}"),
        (f"[tool.opgen]\n{ONE.format('shop')}", ("--client", "types"),
         f'[[tool.opgen.clients]]\nname = "types"\n{SECOND}'),
        ("[tool.opgen]\nprofile = 'none'", (), f"[tool.opgen.bank]\n{SECOND}"),
    ],
)  # fmt: skip
def test_init_adds_a_client_and_changes_no_other(before, options, added):
    Path("pyproject.toml").write_text(before)
    known = found() if "spec" in before else {}
    said = done("init", "bank.yaml", "--output", "bank", *options)
    after = Path("pyproject.toml").read_text()
    assert after == (f"{before.rstrip()}\n\n{added}" if before else added)
    assert f"{added.splitlines()[0]} is added" in said
    name = options[1] if options else "bank"
    assert found().items() >= known.items()
    assert "bank: nothing changed" in done("generate", "--client", name)


@pytest.mark.parametrize(
    ("before", "options", "code"),
    [
        (f"[tool.opgen]\n{ONE.format('bank')}", ("--output", "src/bank"), "already-configured"),
        (f"[tool.opgen]\n{ONE.format('bank')}", ("--output", "x/bank"), "already-configured"),
        (f"[tool.opgen]\n{ONE.format('shop')}", ("--output", "src"), "overlapping-folders"),
        ("[tool]\nopgen = {spec = 'a.yaml', output = 'b'}", ("--output", "bank"),
         "already-configured"),
        ("[tool.opgen]\nclients = [{spec = 'a.yaml', output = 'b'}]", ("--output", "bank"),
         "already-configured"),
    ],
)  # fmt: skip
def test_init_refuses_a_client_that_is_in_the_way(folder, before, options, code):
    Path("pyproject.toml").write_text(before)
    files = tree(folder)
    failed = opgen("init", "bank.yaml", *options)
    assert failed.exit_code == 1
    assert f"error[{code}]" in failed.stderr
    assert tree(folder) == files


def test_init_does_not_replace_the_document_of_another_client(folder):
    configure(*listed("shop"))
    with Server() as server:
        server.always = Say(data=document("pet", title="shop"))
        done("update", f"{server.url}/api.yaml")
        files = tree(folder)
        server.always = Say(data=document("pet", "toy", title="shop"))
        second = ("init", f"{server.url}/api.yaml", "--spec", "shop.yaml", "--output", "toys")
        failed = opgen(*second)
        assert "shop.yaml:1:1: error[document-exists]: the client 'shop' has" in failed.stderr
        assert tree(folder) == files
        done("update")
        done(*second)
    assert done("check").count("is up to date") == 2


def test_init_writes_the_file_that_config_names(folder):
    done("init", "bank.yaml", "--output", "bank", "--config", "opgen.toml")
    done("init", "shop.yaml", "--output", "shop", "--config", "opgen.toml")
    assert not (folder / "pyproject.toml").exists()
    assert [*found(config=Path("opgen.toml"))] == ["bank", "shop"]
    assert done("check", "--config", "opgen.toml").count("is up to date") == 2


# What clients do not share


def test_what_is_set_for_one_client_never_reaches_another(folder, monkeypatch):
    """Two packages of one document, generated and vendored, are four clients."""
    secured = document("pet", title="shop") + (
        b"components: {securitySchemes: {key: {type: http, scheme: bearer}}}\n"
        b"security: [{key: []}]\n"
    )
    Path("shop.yaml").write_bytes(secured)
    configure(SHARED.replace('paths = ["/pets"]', "all = true"))
    done("generate")
    for name in ("one", "two"):
        done("vendor", f"copies/{name}", "--client", name)
    packages = [
        load(folder / path, f"client_{number}")
        for number, path in enumerate(("one", "two", "copies/one", "copies/two"))
    ]
    monkeypatch.setenv("SHOP_KEY", "from the environment")
    with Server() as server:
        server.always = Say(data={"part": {"a": "b"}})
        for number, one in enumerate(packages[:3]):
            one.configure(key=f"of {number}", base_url=server.url, max_retries=number)
        packages[3].configure(base_url=server.url)
        for one in packages:
            one.get_pet()
        for one in packages:
            one.Client(key="another", base_url=server.url).close()
            one.get_pet()
        sent = [one.headers["authorization"] for one in server.asked]
    expected = ["Bearer of 0", "Bearer of 1", "Bearer of 2", "Bearer from the environment"]
    assert sent == expected * 2
    assert len({id(one.Client) for one in packages}) == 4
    for one in packages:
        sys.modules[f"{one.__name__}._api"].API.client.close()
