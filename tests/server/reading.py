"""An OpenAPI document as the tests read it, without any code of the generator.

The judge has to be independent, so YAML, overlays and 3.0's dialect are read here once more, in
the fewest lines that the documents at hand allow.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, quote

import jsonpath
import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, Json]"


class _Loader(yaml.CSafeLoader):
    """YAML as OpenAPI means it: a date stays a string."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path, *overlays: Path) -> Object:
    """The document at `path`, mended by `overlays`, in the dialect of 3.1."""
    return mended(plain(path), *overlays)


def mended(document: Object, *overlays: Path) -> Object:
    """The same for a document that has been read."""
    for overlay in overlays:
        _mend(document, plain(overlay))
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        _name_recursion(schema, f"#/components/schemas/{name}")
    return upgraded({**document, "openapi": "3.1.0"})


def plain(path: Path) -> Object:
    text = path.read_text(encoding="utf-8")
    data = json.loads(text) if path.suffix == ".json" else yaml.load(text, _Loader)
    return _with_string_keys(data)


def _with_string_keys(data: Json) -> Json:
    """Unquoted status codes are numbers in YAML."""
    if isinstance(data, dict):
        return {str(key): _with_string_keys(value) for key, value in data.items()}
    return [_with_string_keys(item) for item in data] if isinstance(data, list) else data


def _mend(document: Object, overlay: Object) -> None:
    for action in overlay["actions"]:
        matches = list(jsonpath.finditer(action["target"], document))
        for match in reversed(matches):
            if action.get("remove"):
                del match.parent.obj[match.parts[-1]]
            else:
                _merge(match.obj, action["update"])


def _merge(target: Json, update: Json) -> None:
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value


def _name_recursion(schema: Json, place: str) -> None:
    """`$recursiveRef` is a draft's word that 3.1 does not know: it means the named schema."""
    if isinstance(schema, list):
        for item in schema:
            _name_recursion(item, place)
    elif isinstance(schema, dict):
        if schema.get("$recursiveRef") == "#":
            schema["$ref"] = place
            del schema["$recursiveRef"]
        for value in schema.values():
            _name_recursion(value, place)


def upgraded(data: Json) -> Json:
    """Schemas of 3.0, and leftovers of it in a 3.1 document, in 3.1's words."""
    if isinstance(data, list):
        return [upgraded(item) for item in data]
    if not isinstance(data, dict):
        return data
    result = {key: upgraded(value) for key, value in data.items()}
    if isinstance(result.get("discriminator"), dict):
        # By the book a value without a mapping names a schema; OpenAI's name none. The variants'
        # own constants decide.
        del result["discriminator"]
    for flag, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(result.get(flag), bool) and result.pop(flag):
            result[flag] = result.pop(limit)
    if result.get("nullable") is True:
        return _or_null({key: value for key, value in result.items() if key != "nullable"})
    parts = result.get("allOf")
    if isinstance(parts, list) and {"type": "null"} in parts:  # what became of {nullable: true}
        rest = [part for part in parts if part != {"type": "null"}]
        return _or_null({**result, "allOf": rest})
    return result


def _or_null(schema: Object) -> Object:
    return {"anyOf": [schema, {"type": "null"}]} if schema else {"type": "null"}


_UNQUOTED = "/%:@!$&'()*+,;=~"  # in a path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation and its place. A path key may fix members of the query: `?beta=true`."""

    method: str
    key: str
    data: Object
    pattern: re.Pattern[str]
    query: frozenset[tuple[str, str]]

    def takes(self, method: str, path: str, query: Collection[tuple[str, str]]) -> bool:
        """Whether a request of this kind goes to the operation."""
        known = self.method == method.lower() and self.query <= set(query)
        return known and self.pattern.fullmatch(path) is not None

    @property
    def rank(self) -> tuple[int, int, str]:
        """The most literal of several comes first."""
        return (-len(self.query), self.key.count("{"), self.key)


class Document:
    """A document with its references resolved on demand."""

    def __init__(self, data: Object) -> None:
        self.data = data
        self._operations = [*self._read()]

    def resolved(self, node: Json) -> Object:
        """What `node` refers to; 3.1 allows more members next to a reference, which count too."""
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            node = {**self._at(node["$ref"]), **siblings}
        return node

    def _at(self, reference: str) -> Json:
        node = self.data
        for part in reference.removeprefix("#/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def operations(self) -> Iterator[tuple[str, str, Object]]:
        """Method, path and operation object; parameters of the path item come first."""
        return ((one.method, one.key, one.data) for one in self._operations)

    def find(
        self, method: str, path: str, query: Collection[tuple[str, str]] = ()
    ) -> Operation | None:
        """The operation that a request goes to."""
        found = (one for one in self._operations if one.takes(method, path, query))
        return min(found, key=lambda one: one.rank, default=None)

    def _read(self) -> Iterator[Operation]:
        for key, item in self.data.get("paths", {}).items():
            path, _, query = key.partition("?")
            pattern = re.compile(_pattern(path))
            for method in METHODS:
                if operation := self.resolved(item.get(method)):
                    parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
                    found = [self.resolved(parameter) for parameter in parameters]
                    data = {**operation, "parameters": found}
                    yield Operation(method, key, data, pattern, frozenset(parse_qsl(query)))


def _pattern(path: str) -> str:
    """The path as a pattern with a group for each of its parameters."""
    pieces = re.split(r"\{([^}]*)\}", path)
    return "".join(
        f"(?P<{re.sub(r'[^a-zA-Z0-9_]|^(?=[0-9])', '_', piece)}>[^/]+)"
        if odd
        else re.escape(quote(piece, safe=_UNQUOTED))
        for odd, piece in zip([0, 1] * len(pieces), pieces, strict=False)
    )
