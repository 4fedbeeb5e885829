"""What the features of the runtime add to a call, and what JSON lines and large files take."""

from __future__ import annotations

import importlib
import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.options import Options

from .fast_server import BLOB, EVENTS
from .measure import Ratio, in_turn, timed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from .measure import Run

_CALLS = 50
_ROUNDS = 15
_TEXT = {"type": "string"}
_THING = {
    "type": "object",
    "required": ["id", "name", "price", "tags"],
    "properties": {
        "id": {"type": "integer"}, "name": _TEXT, "price": {"type": "number"},
        "tags": {"type": "array", "items": _TEXT},
    },
}  # fmt: skip
_BYTES = {"type": "string", "format": "binary"}


def _operation(name: str, kind: str, schema: object, **more: object) -> dict[str, Any]:
    good = {"200": {"description": "Good.", "content": {kind: {"schema": schema}}}}
    return {"operationId": name, "responses": good, **more}


def _body(kind: str, schema: object) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema}}}


def _document(url: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Thing"}
    sent = _body("application/json", {"type": "object", "properties": {"name": _TEXT}})
    raw = _body("application/octet-stream", _BYTES)
    create = partial(_operation, "createThing", "application/json", schema, requestBody=sent)
    flow = {"clientCredentials": {"tokenUrl": f"{url}/token", "scopes": {}}}
    oauth = {"type": "oauth2", "flows": flow}
    schemes = {"key": {"type": "http", "scheme": "bearer"}, "oauth": oauth}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": url}],
        "paths": {
            "/things": {"post": create(security=[{"key": []}])},
            "/things?oauth": {
                "post": create(security=[{"oauth": []}]) | {"operationId": "createThingByToken"}
            },
            "/lines": {"get": _operation("listLines", "application/jsonl", schema)},
            "/blob": {
                "get": _operation("getBlob", "application/octet-stream", _BYTES),
                "post": _operation("putBlob", "application/json", schema, requestBody=raw),
            },
        },
        "components": {"schemas": {"Thing": _THING}, "securitySchemes": schemes},
    }


def features(folder: Path, url: str) -> Iterator[Ratio]:
    """Measure calls with and without each feature, then lines and files."""
    package = _package(folder, url)
    yield from _added(package)
    yield from _lines(package, url)
    yield from _files(package, url, folder)


def _package(folder: Path, url: str) -> ModuleType:
    folder.mkdir()
    spec = folder / "document.json"
    spec.write_text(json.dumps(_document(url)), encoding="utf-8")
    options = Options(spec=spec, output=folder / "bench_things", all=True)
    for name, data in pipeline.generate(options, DiagnosticLog()).files.items():
        path = folder / "bench_things" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sys.path.insert(0, str(folder))
    return importlib.import_module("bench_things")


def _added(package: Any) -> Iterator[Ratio]:
    kinds: dict[str, tuple[float, dict[str, Any]]] = {
        "hooks": (1.10, {"on_request": _nothing, "on_response": _nothing}),
        "total_timeout": (1.08, {"total_timeout": 60.0}),
        "an idempotency key": (1.05, {"idempotency_header": "Idempotency-Key"}),
    }
    plain = package.create_thing
    runs = [_run(plain, package.Client(key="sk"))]
    runs += [_run(plain, package.Client(key="sk", **given)) for _, given in kinds.values()]
    kinds["a token of OAuth 2.0"] = (1.10, {})
    client = package.Client(client_id="id", client_secret="secret")
    runs.append(_run(package.create_thing_by_token, client))
    usual, *others = in_turn(_ROUNDS, *runs)
    for (name, (limit, _)), cost in zip(kinds.items(), others, strict=True):
        yield Ratio(f"a call with {name} / without", cost.seconds, usual.seconds, limit)


def _run(function: Any, client: Any) -> Run:
    """Some calls; the first one, which gets a token where there is need, is made before."""
    bound = function.using(client)
    bound(name="one")

    def calls() -> None:
        for _ in range(_CALLS):
            bound(name="one")

    return timed(calls)


def _nothing(_: object) -> None:
    """A hook."""


def _lines(package: Any, url: str) -> Iterator[Ratio]:
    import httpx2

    stream = package.list_lines.using(package.Client()).stream

    def ours() -> None:
        with stream() as items:
            assert sum(1 for _ in items) == EVENTS

    def loop() -> None:
        with httpx2.stream("GET", f"{url}/lines") as response:
            assert sum(1 for line in response.iter_lines() if json.loads(line)) == EVENTS

    mine, other = in_turn(5, timed(ours), timed(loop))
    name = f"{EVENTS} JSON lines / iter_lines and json.loads"
    yield Ratio(name, mine.seconds, other.seconds, 5.0)


def _files(package: Any, url: str, folder: Path) -> Iterator[Ratio]:
    import httpx2

    source, target = folder / "source", folder / "target"
    source.write_bytes(bytes(BLOB))
    client, bare = package.Client(), httpx2.Client(base_url=url, timeout=60)
    put, get = package.put_blob.using(client), package.get_blob.using(client)

    def download() -> None:
        with bare.stream("GET", "/blob") as response, target.open("wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)

    def upload() -> None:
        with source.open("rb") as file:
            size = {"Content-Length": str(BLOB)}
            bare.post("/blob", content=file, headers=size).raise_for_status()

    def save() -> None:
        with get.raw() as response:
            response.save(target)

    mine, other = in_turn(5, timed(lambda: put(source)), timed(upload))
    yield Ratio("upload of 100 MB / bare httpx2", mine.seconds, other.seconds, 1.10)
    mine, other = in_turn(5, timed(save), timed(download))
    yield Ratio("download of 100 MB / bare httpx2", mine.seconds, other.seconds, 1.20)
