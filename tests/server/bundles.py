"""A document of several files as one, in the words that openapi-core knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .reading import METHODS, Document, mended, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .reading import Json, Object

_FILES = "x-files"
_TEMPLATE = re.compile(r"\{[.;?]?([^{}*]+)\*?\}")  # of RFC 6570, which OpenAPI does not have
_JUDGED_CONTENT = ("json", "form-urlencoded", "form-data")


def bundled(path: Path) -> Object:
    """The document at `path`, in the dialect of 3.1; other files are in it under `x-files`."""
    root = path.resolve()
    files: dict[str, Json] = {}
    data = _embedded(plain(root), root, root, files)
    return mended({**data, _FILES: files} if files else data)


def judgeable(data: Object) -> Object:
    """The document without the parts that openapi-core 0.23 cannot judge.

    It knows no servers of operations, of the security schemes only keys and `http`, and it
    validates bytes against the schema of a string.
    """
    resolve = Document({"paths": {}, **{k: v for k, v in data.items() if k != "paths"}}).resolved
    items = data.get("paths", {}).items()
    paths = {plain_template(key): _path_item(key, resolve(item), resolve) for key, item in items}
    components = data.get("components", {})
    schemes = components.get("securitySchemes", {})
    plain_schemes = {name: _scheme(resolve(one)) for name, one in schemes.items()}
    return {
        **data, "paths": paths, "components": {**components, "securitySchemes": plain_schemes}
    }  # fmt: skip


def plain_template(path: str) -> str:
    """A path without the operators of RFC 6570: `{id*}` is `{id}`."""
    return _TEMPLATE.sub(r"{\1}", path)


def _embedded(node: Json, file: Path, root: Path, files: dict[str, Json]) -> Json:
    if isinstance(node, list):
        return [_embedded(item, file, root, files) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _embedded(value, file, root, files) for key, value in node.items()}
    if isinstance(reference := node.get("$ref"), str):
        result["$ref"] = _embedded_reference(reference, file, root, files)
    return result


def _embedded_reference(reference: str, file: Path, root: Path, files: dict[str, Json]) -> str:
    """The place of a target in the bundle; unchanged for what is no file, as in examples."""
    name, _, fragment = reference.partition("#")
    target = (file.parent / unquote(name)).resolve() if name else file
    if not target.is_file():
        return reference
    if target == root:
        return f"#{unquote(fragment)}"
    key = target.as_posix()
    if key not in files:
        files[key] = {}
        files[key] = _embedded(plain(target), target, root, files)
    return f"#/{_FILES}/{key.replace('/', '~1')}{unquote(fragment)}"


def _path_item(path: str, item: Object, resolve: Callable[[Json], Object]) -> Object:
    result = _without_unjudged(path, item, resolve)
    for method in METHODS:
        if method in result:
            operation = _without_unjudged(path, resolve(item[method]), resolve)
            if "requestBody" in operation:
                operation["requestBody"] = _body(resolve(operation["requestBody"]))
            result[method] = operation
    return result


def _without_unjudged(path: str, owner: Object, resolve: Callable[[Json], Object]) -> Object:
    """A path item or an operation without servers, and without parameters of another path."""
    parameters = [resolve(one) for one in owner.get("parameters", [])]
    return {
        **{key: value for key, value in owner.items() if key != "servers"},
        "parameters": [
            p for p in parameters if p["in"] != "path" or p["name"] in _TEMPLATE.findall(path)
        ],
    }


def _body(body: Object) -> Object:
    content = {
        name: media if name.partition(";")[0].endswith(_JUDGED_CONTENT) else {"schema": {}}
        for name, media in body.get("content", {}).items()
    }
    return {**body, "content": content}


def _scheme(scheme: Object) -> Object:
    is_known = scheme["type"] == "apiKey" or scheme.get("scheme") in ("basic", "bearer")
    return scheme if is_known else {"type": "http", "scheme": "bearer"}
