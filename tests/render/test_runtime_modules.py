"""A package has the modules of the runtime that it needs, and no others."""

import ast
import asyncio
from importlib import import_module
from pathlib import Path

import pytest
from support.documents import document, json, operation, ref, tagged, thing
from support.packages import load, make
from support.scripted_server import Say, Server

from generator import resources

ALL = {path.stem for path in (resources.templates() / "runtime").glob("*.py")}

ITEM = thing(id={"type": "string"})
PAGE = thing(data={"type": "array", "items": ITEM})
BINARY = {"type": "string", "format": "binary"}
OFFSET = {"name": "offset", "in": "query", "schema": {"type": "integer"}}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
STREAM = {"200": {"description": "ok", "content": {"text/event-stream": {"schema": ITEM}}}}
LINES = {"application/jsonl": {"itemSchema": ITEM}}

FLOWS = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}

MEDIA = {"media_bodies", "forms", "uploads"}
PAGES = {"item_lists", "links", "members", "page_calls", "paged_operation", "pagers", "paging"}
STREAMS = {
    *(
        "streamed_operation",
        "stream_calls",
        "streaming",
        "stream_exchange",
        "stream_results",
        "event_reading",
    ),
    *("framing", "server_events", "resuming", "sinks"),
}
KEYS = {"authorization", "live_credentials"}
ERRORS = {"typed_errors", "error_bodies"}


def posting(content: object) -> dict:
    return {**operation(reply=ITEM), "requestBody": {"required": True, "content": content}}


def signed() -> dict:
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    parameters = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in headers
    ]
    return {"made": {"post": {**operation(*parameters, body=ITEM, name="made"), "summary": "x"}}}


PLAIN = {"/x": {"get": operation(reply=ITEM), "post": operation(body=ITEM, name="put_in")}}
UNION = {
    "oneOf": [ref("Cat"), ref("Dog")],
    "discriminator": {"propertyName": "type", "mapping": {"c": "Cat", "d": "Dog", "e": "Dog"}},
}
FEATURES = {
    "nothing": (document(PLAIN), set()),
    "pages by cursor": (
        document(
            {
                "/x": {
                    "get": operation(
                        CURSOR,
                        reply=thing(
                            data={"type": "array", "items": ITEM},
                            next_cursor={"type": "string"},
                        ),
                    )
                }
            }
        ),
        PAGES,
    ),
    "pages by number": (
        document({"/x": {"get": operation(OFFSET, LIMIT, reply=PAGE)}}),
        PAGES | {"counting"},
    ),
    "a stream": (document({"/x": {"get": {**operation(), "responses": STREAM}}}), STREAMS),
    "a form": (
        document(
            {"/x": {"post": posting({"application/x-www-form-urlencoded": {"schema": ITEM}})}}
        ),
        MEDIA,
    ),
    "a file": (
        document({"/x": {"post": posting({"application/octet-stream": {"schema": BINARY}})}}),
        MEDIA | {"items"},
    ),
    "a file in a form": (
        document({"/x": {"post": posting({"multipart/form-data": {"schema": thing(f=BINARY)}})}}),
        MEDIA,
    ),
    "two types of bodies": (
        document({"/x": {"post": posting({**json(ITEM), "text/plain": {"schema": {}}})}}),
        MEDIA,
    ),
    "lines": (document({"/x": {"post": posting(LINES)}}), MEDIA | {"items"}),
    "access tokens": (
        document(
            {"/x": {"get": {**operation(reply=ITEM), "security": [{"login": []}]}}},
            components={"securitySchemes": {"login": {"type": "oauth2", "flows": FLOWS}}},
        ),
        MEDIA | KEYS | {"oauth", "tokens", "token_requests"},
    ),
    "keys": (
        document(
            {"/x": {"get": {**operation(reply=ITEM), "security": [{"key": []}]}}},
            components={"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        ),
        KEYS,
    ),
    "webhooks": (document(PLAIN, webhooks=signed()), {"webhooks"}),
    "a union": (
        document(
            {"/x": {"get": operation(reply=UNION)}},
            {"Cat": tagged("c"), "Dog": thing(type={"type": "string"})},
        ),
        {"selection"},
    ),
    "typed errors": (
        document(
            {
                "/x": {
                    "get": {
                        **operation(),
                        "responses": {
                            "200": {"description": "ok"},
                            "404": {"description": "none", "content": json(ref("Missing"))},
                        },
                    }
                }
            },
            {"Missing": thing(code={"type": "string"})},
        ),
        ERRORS,
    ),
}


def modules_of(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "_runtime").glob("*.py")}


def imported_by(path: Path) -> set[str]:
    """Return the modules of the runtime that one of its modules imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = [node.module] if node.module else [one.name for one in node.names]
            found |= {f".{name}" for name in names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            found.add(ast.literal_eval(node.args[0]))
    return {name.removeprefix(".") for name in found if name.startswith(".")}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    made = {}
    for number, (name, (spec, _)) in enumerate(FEATURES.items()):
        made[name] = tmp_path_factory.mktemp("parts") / f"part_{number}"
        make(made[name], spec)
    return made


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_brings_its_modules(folders, name):
    plain, found = modules_of(folders["nothing"]), modules_of(folders[name])
    assert found - plain == FEATURES[name][1]
    assert plain <= found


@pytest.mark.parametrize("name", FEATURES)
def test_each_module_has_what_it_imports(folders, name):
    package, folder = load(folders[name]), folders[name] / "_runtime"
    for module in sorted(modules_of(folders[name])):
        import_module(f"{package.__name__}._runtime.{module}")
        missing = imported_by(folder / f"{module}.py") - modules_of(folders[name])
        assert missing <= {"media_bodies", "sinks", "stream_joining", "stream_texts", *KEYS}, module


def test_each_module_belongs_to_a_feature(folders):
    assert set().union(*map(modules_of, folders.values())) | OTHERS == ALL


POLLING = {"polled_calls", "polled_operation", "polled_streamed_operation", "polling"}
JOINING = {"stream_joining", "stream_texts", "stream_paths"}
OTHERS = {"computed", "float_texts", "failures", "imported_types", *POLLING, *JOINING}
"""Their own tests have settings."""


@pytest.mark.parametrize("awaited", [False, True])
def test_a_package_without_features_works(folders, awaited):
    package = load(folders["nothing"])

    def run(view, *arguments):
        return asyncio.run(view.aio(*arguments)) if awaited else view(*arguments)

    with Server() as server:
        package.configure(base_url=server.url)
        server.say({"id": "a"}, Say(status=503, headers={"Retry-After": "0"}), {"id": "b"})
        server.say(Say(status=404, data={"message": "no such thing"}), Say(status=204))
        assert run(package.do).id == "a"
        assert run(package.do).id == "b"
        with pytest.raises(package.NotFoundError, match="no such thing"):
            run(package.do)
        run(package.put_in)
        with pytest.raises(TypeError, match="stream_to"):
            package.do(stream_to=print)
    assert [one.method for one in server.asked] == ["GET", "GET", "GET", "GET", "POST"]


def test_a_text_of_the_document_names_no_module(tmp_path):
    text = "See `._runtime.nothing` and `_runtime.webhooks`."
    make(tmp_path / "named", document({"/x": {"get": {**operation(), "description": text}}}))
    assert "nothing" not in modules_of(tmp_path / "named")
