"""A multipart body, read: its parts, and the members that they say by their names.

OpenAPI leaves lists and objects in a form to the service. Both ways are read here: a name that
comes again, and brackets (`name[]`, `name[key]`), as OpenAI's services take them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, TypeAlias

from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from .values import FILE, Binary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Json, Object
    from .schemas import Schemas

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | Part"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; only a file has a file's name."""

    name: str
    content: bytes
    filename: str | None = None
    media_type: str = ""

    def value(self, schema: Json, schemas: Schemas) -> Json:
        """What the part says where `schema` says what is allowed."""
        if self.filename is not None:
            return FILE
        text = self.content.decode()
        if self.media_type.partition(";")[0].endswith("json"):
            return json.loads(text)
        if not schemas.allows(schema, text) and re.fullmatch(r"true|false|-?\d+(\.\d+)?", text):
            return json.loads(text)
        return text


def parts(body: bytes, content_type: str) -> list[Part]:
    """The parts of a body, in their order."""
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary")
    assert isinstance(boundary, str), f"no boundary in {content_type}"
    decoder = MultipartDecoder(boundary.encode())
    decoder.receive_data(body)
    decoder.receive_data(None)
    found: list[tuple[Field | File, bytearray]] = []
    while not isinstance(part := decoder.next_event(), NeedData):
        if isinstance(part, Field | File):
            found.append((part, bytearray()))
        elif isinstance(part, Data):
            found[-1][1].extend(part.data)
        elif isinstance(part, Epilogue):
            break
    return [
        Part(
            part.name or "",
            bytes(content),
            part.filename if isinstance(part, File) else None,
            part.headers.get("content-type", ""),
        )
        for part, content in found
    ]


def members(found: list[Part], schema: Json, schemas: Schemas) -> Object:
    """The members of a form, each with a value of a type that its schema allows."""
    tree: dict[str, Tree] = {}
    known = schemas.merged(schema).get("properties", {})
    for part in found:
        name, *rest = re.findall(r"[^\[\]]+|\[\]", part.name)
        if part.name in known:
            name, rest = part.name, []
        _insert(tree, name, rest, part)
    return {name: _read(node, known.get(name, {}), schemas) for name, node in tree.items()}


def _insert(tree: dict[str, Tree], name: str, rest: list[str], part: Part) -> None:
    if not rest:
        tree[name] = [*_listed(tree[name]), part] if name in tree else part
    elif rest[0] != "[]":
        _insert(tree.setdefault(name, {}), rest[0], rest[1:], part)
    else:
        items = tree.setdefault(name, [])
        if len(rest) == 1:
            items.append(part)
        else:
            if not items or rest[1] in items[-1]:
                items.append({})
            _insert(items[-1], rest[1], rest[2:], part)


def _listed(node: Tree) -> list[Tree]:
    return node if isinstance(node, list) else [node]


def _read(node: Tree, schema: Json, schemas: Schemas) -> Json:
    """The value of a node; a single part where only a list is allowed is a list of one."""
    variants = [schemas.merged(variant) for variant in schemas.variants(schema)]
    lists = [one for one in variants if one.get("type") == "array"]
    if isinstance(node, dict):
        known = {name: s for one in variants for name, s in one.get("properties", {}).items()}
        return {name: _read(value, known.get(name, {}), schemas) for name, value in node.items()}
    if isinstance(node, list) or (lists and len(lists) == len(variants)):
        items = lists[0].get("items", {}) if lists else {}
        if isinstance(node, Part) and isinstance(whole := node.value(schema, schemas), list):
            return whole
        return [_read(item, items, schemas) for item in _listed(node)]
    return node.value(schema, schemas)


def flat(name: str, value: Json) -> Iterator[tuple[str, str]]:
    """The names and texts of a member as the official client writes them."""
    if value is None:
        return
    if isinstance(value, Binary):
        yield name, FILE
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from flat(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for item in value:
            yield from flat(f"{name.removesuffix('[]')}[]", item)
    else:
        yield name, value if isinstance(value, str) else json.dumps(value)
