"""Documents of several files: fetched together, recorded, and written all or nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.command import done, opgen
from support.fetching import fails as fetch_fails
from support.fetching import fetch_with, got
from support.packages import load
from support.update_project import PROJECT, changelog, fails, lock, origin, sha256, state

from generator.updating import document_set, response_body

pytestmark = pytest.mark.usefixtures("trusted", "no_accounts")

MAIN = b"""openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /orders: {$ref: 'paths/orders.yaml'}
components:
  schemas:
    Order: {type: object, properties: {gear: {$ref: types.json#/Gear}}}
"""
ORDERS = b"""get:
  operationId: list_orders
  responses:
    '200': {description: ok, content: {application/json: {schema: {
      $ref: '../openapi.yaml#/components/schemas/Order'}}}}
"""
TYPES = b'{"Gear": {"type": "object", "properties": {"teeth": {"type": "integer"}}}}'
FILES = {"openapi.yaml": MAIN, "paths/orders.yaml": ORDERS, "types.json": TYPES}


class Shop:
    """A document of three files on a server, with an entity tag for each content."""

    def __init__(self, server):
        self.server, self.files = server, {}
        self.put(FILES)
        self.url = server.url("/api/openapi.yaml")

    def put(self, files):
        self.files.update(files)
        for name in files:
            self.server.routes[f"/api/{name}"] = lambda to, name=name: self.answer(to, name)

    def answer(self, to, name):
        tag = f'"{sha256(self.files[name])}"'
        if to.headers.get("If-None-Match") == tag:
            to.answer(b"", 304)
        else:
            to.answer(self.files[name], ETag=tag)

    def asked(self):
        """The paths of all requests until now, and whether each had a condition."""
        seen = sorted((path, "If-None-Match" in headers) for path, headers in self.server.seen)
        self.server.seen.clear()
        return seen


@pytest.fixture
def shop(server, project):
    assert project.is_dir()
    return Shop(server)


def everything(folder="."):
    return {
        path.as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and path.parts[0] != "client"
    }


ASKED = ["/api/openapi.yaml", "/api/paths/orders.yaml", "/api/types.json"]


def test_all_files_are_fetched_once_and_written_next_to_the_document(shop):
    said = done("update", shop.url)
    assert "1 operation in client" in said
    assert shop.asked() == [(path, False) for path in ASKED]
    assert everything() == {
        "pyproject.toml": PROJECT.encode(), "api.yaml": MAIN, "paths/orders.yaml": ORDERS,
        "types.json": TYPES, "api.yaml.origin.json": Path("api.yaml.origin.json").read_bytes(),
    }  # fmt: skip
    assert origin()["files"] == {
        name: {
            "sha256": sha256(FILES[name]), "etag": f'"{sha256(FILES[name])}"',
            "last_modified": None,
        }
        for name in ("paths/orders.yaml", "types.json")
    }  # fmt: skip
    assert {one["name"] for one in lock()["references"]} == {"paths/orders.yaml", "types.json"}
    # The path of the operation names the document as the server does.
    assert hasattr(load(Path("client").absolute()).components, "Order")
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")


def test_nothing_is_written_if_no_file_is_modified(shop, project):
    done("update", shop.url)
    shop.asked()
    before = state(project)
    assert done("update") == "client: nothing changed, nothing written\n"
    assert shop.asked() == [(path, True) for path in ASKED]
    assert state(project) == before


def test_a_change_of_one_file_is_a_change_of_the_api(shop):
    done("update", shop.url)
    shop.put({"types.json": TYPES.replace(b"integer", b"string")})
    said = done("update")
    assert "`Gear.teeth`: is now `str` instead of `int`" in said
    assert "types.json:1" in said
    assert Path("types.json").read_bytes() == shop.files["types.json"]
    assert "`Gear.teeth`: is now `str`" in changelog()
    assert "not compared" not in changelog()
    done("check")
    assert "nothing changed" in done("update")


def test_an_update_that_was_killed_after_the_package_is_completed(shop):
    done("update", shop.url)
    old = everything()
    shop.put({"types.json": TYPES.replace(b"integer", b"string"), "openapi.yaml": MAIN + b"#\n"})
    done("update")
    new, entries = everything(), changelog()
    for name, content in old.items():
        Path(name).write_bytes(content)
    done("update")
    assert everything() == new
    assert changelog() == entries
    done("check")


def test_a_new_file_comes_and_one_that_is_not_used_goes(shop):
    done("update", shop.url)
    shop.put({
        "openapi.yaml": MAIN.replace(b"paths/orders.yaml", b"new/a%20b.yml"),
        "new/a b.yml": ORDERS,
    })  # fmt: skip
    shop.server.routes["/api/new/a%20b.yml"] = lambda to: shop.answer(to, "new/a b.yml")
    done("update")
    assert Path("new/a b.yml").read_bytes() == ORDERS
    assert not Path("paths").exists()
    assert set(origin()["files"]) == {"new/a b.yml", "types.json"}
    done("check")
    assert "nothing changed" in done("update")


def test_a_file_that_is_not_used_but_edited_stays(shop):
    done("update", shop.url)
    Path("paths/orders.yaml").write_bytes(ORDERS + b"# mine\n")
    shop.put({"openapi.yaml": MAIN.replace(b"paths/orders.yaml", b"x/o.yaml"), "x/o.yaml": ORDERS})
    done("update")
    assert Path("paths/orders.yaml").read_bytes() == ORDERS + b"# mine\n"
    assert Path("x/o.yaml").exists()


def test_an_origin_file_does_not_choose_other_files_to_remove(shop, project):
    done("update", shop.url)
    victims = [project.parent / f"{project.name}.yaml", project / ".hidden.yaml",
               project / "pyproject.toml", project / "client/x.json"]  # fmt: skip
    victims[0].write_bytes(b"a")
    victims[1].write_bytes(b"a")
    recorded = origin()
    for one in victims:
        name = os.path.relpath(one, project)
        recorded["files"][name] = {"sha256": sha256(one.read_bytes() if one.exists() else b"")}
    Path("api.yaml.origin.json").write_text(json.dumps(recorded))
    shop.put({"types.json": TYPES.replace(b"integer", b"string")})
    run = opgen("update")
    assert all(one.exists() for one in victims[:3]), run.output
    victims[0].unlink()


def test_an_edited_file_is_not_overwritten(shop):
    done("update", shop.url)
    Path("types.json").write_bytes(TYPES + b"\n\n")
    said = fails("edited-reference", "update")
    assert said.startswith("types.json:1:1: ")
    Path("types.json").unlink()
    done("update")
    assert Path("types.json").read_bytes() == TYPES
    done("check")


def test_a_file_with_other_line_ends_is_not_edited(shop):
    done("update", shop.url)
    for name in ("paths/orders.yaml", "api.yaml"):
        Path(name).write_bytes(Path(name).read_bytes().replace(b"\n", b"\r\n"))
    assert "nothing changed" in done("update")
    done("check")


def test_a_file_of_the_project_is_not_overwritten(shop):
    Path("types.json").write_text("{}")
    said = fails("document-exists", "update", shop.url)
    assert said.startswith("types.json:1:1: ")
    Path("types.json").write_bytes(TYPES)  # it may be there already
    done("update", shop.url)


def test_generate_and_init_bring_the_files_too(shop):
    Path("pyproject.toml").unlink()
    said = done("generate", shop.url, "--all", "--output", "client", "--spec", "specs/api.yaml")
    assert "1 operation in client" in said
    assert set(everything("specs")) == {
        "specs/api.yaml", "specs/api.yaml.origin.json", "specs/paths/orders.yaml",
        "specs/types.json",
    }  # fmt: skip
    shutil.rmtree("client")
    shutil.rmtree("specs")
    done("init", shop.url)
    assert Path("paths/orders.yaml").exists()
    done("check")
    assert "list_orders" in done("list", shop.url)


def test_a_file_source_brings_its_files(shop, tmp_path):
    for name, content in FILES.items():
        file = tmp_path / "elsewhere" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "elsewhere/paths/orders.yaml").write_bytes(
        ORDERS.replace(b"../openapi.yaml#/components/schemas/Order", b"../types.json#/Gear")
    )
    done("update", "elsewhere/openapi.yaml")
    assert Path("types.json").read_bytes() == TYPES
    (tmp_path / "elsewhere/types.json").write_bytes(TYPES.replace(b"integer", b"string"))
    assert "`Gear.teeth`: is now" in done("update", "elsewhere/openapi.yaml")
    assert "nothing changed" in done("update", "elsewhere/openapi.yaml")
    done("check")
    assert not shop.server.seen


def test_a_file_of_a_file_source_that_no_operation_needs(project):
    folder = project / "elsewhere"
    (folder / "paths").mkdir(parents=True)
    (folder / "openapi.yaml").write_bytes(MAIN + b"    Unused: {$ref: unused.yaml}\n")
    (folder / "types.json").write_bytes(TYPES)
    (folder / "paths/orders.yaml").write_bytes(ORDERS.split(b", content")[0] + b"}\n")
    for kind in ("string", "integer"):
        (folder / "unused.yaml").write_text(f"type: {kind}\n")
        done("update", "elsewhere/openapi.yaml")
    assert not Path("unused.yaml").exists()
    assert "nothing changed" in done("update", "elsewhere/openapi.yaml")
    done("check")


def test_a_revision_is_compared_with_its_files(shop, monkeypatch):
    done("update", shop.url)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *command], check=True)
    shop.put({"types.json": TYPES.replace(b"integer", b"string")})
    done("update")
    run = opgen("diff", "HEAD..")
    assert "`Gear.teeth`: is now `str` instead of `int`" in run.stdout
    assert run.stderr == ""


def test_two_clients_do_not_receive_the_credentials_of_each_other(shop, monkeypatch):
    monkeypatch.setenv("T", "SECRET")
    table = '[[tool.opgen.clients]]\nname = "{0}"\nspec = "{0}.yaml"\noutput = "{0}"\nall = true\n'
    Path("pyproject.toml").write_text(table.format("a") + table.format("b"))
    run = opgen("update", "--token-env", "T")
    assert run.exit_code == 2
    assert "--header and --token-env are for one document" in run.output
    done("update", shop.url, "--token-env", "T", "--client", "a")
    assert shop.server.seen[-1][1]["Authorization"] == "Bearer SECRET"


# What a reference may be


def served(server, main, **files):
    """Serve a document at `/a/b/main.yaml`, and other files at their paths."""
    server.routes["/a/b/main.yaml"] = lambda to: to.answer(main)
    for path, content in files.items():
        server.routes[path] = lambda to, content=content: to.answer(content)
    return server.url("/a/b/main.yaml")


def referring(reference):
    return f"openapi: 3.1.0\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n".encode()


PLACES = {
    "types.yaml": "/a/b/types.yaml",
    "./types.yaml#/A": "/a/b/types.yaml",
    "x/../types.yaml": "/a/b/types.yaml",
    "x%20y/t.yaml": "/a/b/x%20y/t.yaml",
    "types.yaml?x=1#/A": "/a/b/types.yaml?x=1",
    "/a/b/c/types.yaml": "/a/b/c/types.yaml",
    "../types.yaml": "/a/types.yaml",
    "../../../../types.yaml": "/types.yaml",
}


@pytest.mark.parametrize("reference", PLACES)
def test_where_a_reference_leads(server, reference):
    path = PLACES[reference]
    found = fetch_with(served(server, referring(reference), **{path: b"A: {}"}))
    assert server.paths() == ["/a/b/main.yaml", path]
    assert list(found.files.values()) == [b"A: {}"]


def test_a_url_of_the_same_server_is_a_file_next_to_the_document(shop):
    shop.put({"openapi.yaml": MAIN.replace(b"types.json#", shop.url.encode() + b"/../types.json#")})
    done("update", shop.url)
    assert Path("types.json").exists()
    assert hasattr(load(Path("client").absolute()).components, "Gear")
    assert "is up to date" in done("check")


@pytest.mark.parametrize("reference", [
    "https://other.example/a.yaml", "//other.example/a.yaml", "file:///etc/passwd", "ftp://a/b.yaml",
    "http://127.0.0.1/a.yaml", "https://[/a.yaml", "urn:x", "data:text/yaml,a",
])  # fmt: skip
def test_no_other_server_is_asked(server, reference):
    found = fetch_with(served(server, referring(reference)))
    assert len(server.seen) == 1
    assert found.files == {}


def test_a_reference_to_another_server_is_a_fault_that_names_it(shop):
    shop.put({"openapi.yaml": MAIN.replace(b"types.json#/Gear", b"https://other.example/t.yaml")})
    run = opgen("update", shop.url)
    assert run.exit_code == 0
    assert "warning[remote-ref]: 'https://other.example/t.yaml' is" in run.stderr


def test_data_is_no_reference(server):
    main = b"""openapi: 3.1.0
components:
  schemas:
    $ref: {type: object, properties: {$ref: {type: string}}}
    A: {const: {$ref: a.yaml}, default: {$ref: b.yaml}, enum: [{$ref: c.yaml}]}
    B: {example: {$ref: d.yaml}, $ref: '#/components/schemas/A', x-code: {$ref: e.yaml}}
  examples: {C: {value: {$ref: f.yaml}}}
"""
    assert fetch_with(served(server, main)).files == {}
    assert len(server.seen) == 1


def test_the_files_of_a_mapping_are_fetched(server):
    main = b"""openapi: 3.1.0
components: {schemas: {A: {discriminator: {propertyName: a, mapping: {b: b.yaml, c: C}}}}}
"""
    found = fetch_with(served(server, main, **{"/a/b/b.yaml": b"type: object"}))
    assert list(found.files) == ["b.yaml"]


def test_a_document_that_declares_its_uri(server):
    main = referring("v1/types.yaml#/A") + b"$self: https://api.example/specs/main.yaml\n"
    found = fetch_with(served(server, main, **{"/a/b/v1/types.yaml": b"A: {}"}))
    assert list(found.files) == ["v1/types.yaml"]
    # A URI that a schema has is not fetched.
    main = b"""openapi: 3.1.0
components: {schemas: {
  A: {$id: 'https://api.example/a.yaml'}, B: {$ref: 'https://api.example/a.yaml'}}}
"""
    assert fetch_with(served(server, main)).files == {}


def test_files_that_refer_to_each_other_are_fetched_once(server):
    files = {"/a/b/x.yaml": referring("y.yaml"), "/a/b/y.yaml": referring("x.yaml")}
    found = fetch_with(served(server, referring("x.yaml"), **files))
    assert sorted(found.files) == ["x.yaml", "y.yaml"]
    assert len(server.seen) == 3


def test_references_are_relative_to_where_a_redirect_leads(shop):
    signed = f"{shop.url}?signature=S3CRET"
    shop.server.routes["/api/openapi.yaml?signature=S3CRET"] = lambda to: shop.answer(
        to, "openapi.yaml"
    )
    shop.server.routes["/latest"] = lambda to: to.answer(b"", 302, Location=signed)
    url = shop.server.url("/latest")
    done("update", url)
    assert set(origin()["files"]) == {"paths/orders.yaml", "types.json"}
    assert (origin()["url"], origin()["redirected"]) == (url, shop.url)
    done("check")
    shop.asked()
    assert "nothing changed" in done("update")
    assert all(has_condition for _, has_condition in shop.asked())


def test_headers_are_sent_for_each_file(server, monkeypatch):
    monkeypatch.setenv("T", "SECRET")
    url = served(server, referring("x.yaml"), **{"/a/b/x.yaml": b"A: {}"})
    fetch_with(url, "X-Token: ${T}")
    assert [headers["X-Token"] for _, headers in server.seen] == ["SECRET"] * 2


# What is refused

UNUSABLE = [
    ".github/workflows/x.yaml", ".hidden.yaml", "x/.env.yaml", "conftest.py", "Makefile", "a.toml",
    "a/CON.yaml", "nul.json", "a%3Ab.yaml", "a%5Cb.yaml", "a%0Ab.yaml", "a%00.yaml",
    f"{'a' * 300}.yaml", "a /b.yaml", "a./b.yaml", "%E2%80%AEa.yaml", "%2e%2e%2f.x.yaml",
]  # fmt: skip


@pytest.mark.parametrize("reference", UNUSABLE)
def test_a_name_that_no_file_gets(server, reference):
    said = fetch_fails(served(server, referring(reference)), "unusable-ref")
    assert "main.yaml:2:" in said
    assert "cannot be saved next to the document" in said
    assert len(server.seen) == 1


@pytest.mark.parametrize("reference", ["../types.yaml", "../../../api.yaml", "/types.yaml"])
def test_a_file_above_the_document_needs_root(project, server, reference):
    url = served(server, referring(reference) + b"info: {title: A, version: '1'}\npaths: {}\n",
                 **{"/a/types.yaml": b"{}", "/types.yaml": b"{}", "/api.yaml": b"{}"})  # fmt: skip
    said = fails("unusable-ref", "update", url)
    assert "which cannot be saved: it is outside of" in said
    assert "set root" in said
    deep = PROJECT.replace("api.yaml", "specs/a/b/api.yaml") + 'root = "specs"\n'
    (project / "specs").mkdir()
    (project / "pyproject.toml").write_text(deep)
    done("update", url)
    done("check")
    assert sum(path.suffix == ".yaml" for path in (project / "specs").rglob("*")) == 2


@pytest.mark.parametrize("reference", ["api.yaml", "API.yaml", "client/x.yaml"])
def test_a_file_that_opgen_writes_itself(project, server, reference):
    assert project.is_dir()
    url = served(server, referring(reference) + b"info: {title: A, version: '1'}\npaths: {}\n",
                 **{f"/a/b/{reference}": b"{}"})  # fmt: skip
    fails("unusable-ref", "update", url)


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="needs links")
def test_a_link_does_not_lead_out_of_the_folder(project, shop, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (project / "paths").symlink_to(outside)
    fails("unusable-ref", "update", shop.url)
    assert list(outside.iterdir()) == []


def test_names_that_differ_in_case_only(server):
    main = referring("x.yaml") + b"webhooks: {a: {$ref: X.yaml}}\n"
    said = fetch_fails(served(server, main, **{"/a/b/x.yaml": b"{}"}), "unusable-ref")
    assert "differs in case only" in said
    main = referring("x.yaml?a") + b"webhooks: {a: {$ref: 'x.yaml?b'}}\n"
    assert "with another query" in fetch_fails(served(server, main), "unusable-ref")


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_file_that_cannot_be_fetched_is_named_where_it_is_referred_to(shop, status):
    done("update", shop.url)
    shop.put({"openapi.yaml": MAIN + b"# newer\n"})
    shop.server.routes["/api/types.json"] = lambda to: to.answer(b"", status)
    said = fails("cannot-fetch", "update")
    assert f"{shop.url}:8:53: error[cannot-fetch]: " in said
    assert f"types.json' responds with status {status}" in said


@pytest.mark.parametrize("content", [b"<html>Log in</html>", b"a: [", b"\xff\xfe\xff"])
def test_a_file_that_is_not_yaml(shop, content):
    shop.put({"types.json": content})
    said = fails("cannot-fetch", "update", shop.url)
    assert ":8:53: error[cannot-fetch]: the file 'types.json' cannot be read: " in said


def test_the_bounds_are_for_all_files(server, monkeypatch):
    chain = {f"/a/b/{n}.yaml": referring(f"{n + 1}.yaml") for n in range(1, 9)}
    url = served(server, referring("1.yaml"), **chain, **{"/a/b/9.yaml": b"{}"})
    monkeypatch.setattr(document_set, "MAX_FILES", 9)
    assert len(got(url).files) == 9
    monkeypatch.setattr(document_set, "MAX_FILES", 8)
    assert "refers to more than 8 files" in fetch_fails(url, "too-large")
    monkeypatch.setattr(response_body, "MAX_BYTES", 500)
    assert "sends more than 500 bytes" in fetch_fails(url, "too-large")
