"""What the keywords of one schema object say, in OpenAPI 3.0's way or 3.1's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.naming import class_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.derive.shapes import Constant
    from generator.read.document import Document, Json, Node
    from generator.read.resolve import Resolver

UNIONS: Final = ("oneOf", "anyOf")


def listed(node: Node, key: str) -> Iterator[Node]:
    """Yield the items of a keyword that is a list; nothing where it is missing."""
    member = node.get(key)
    return iter(()) if member is None else member.items()


def filled(node: Node, key: str) -> bool:
    """Whether a keyword is there and holds something."""
    member = node.get(key)
    return member is not None and bool(member.value)


def kinds_of(node: Node) -> list[str]:
    """Return the types that a schema names, or the one that its keywords imply."""
    schema = node.value
    if not isinstance(schema, dict):
        return []
    kind = schema.get("type")
    if isinstance(kind, list):
        return [str(one) for one in kind]
    if isinstance(kind, str):
        return [kind]
    if "properties" in schema or "additionalProperties" in schema:
        return ["object"]
    return ["array"] if "items" in schema else []


def is_null(node: Node) -> bool:
    """Whether a schema allows nothing but null."""
    if not isinstance(node.value, dict):
        return False
    kinds = node.value.get("type")
    return kinds in ("null", ["null"]) or node.value.get("enum") == [None]


def says_type(node: Node) -> bool:
    """Whether a branch says what the value is, rather than only what it must hold."""
    if not isinstance(node.value, dict):
        return False
    keywords = {"$ref", "type", "properties", "items", "enum", "const", "additionalProperties"}
    return bool(keywords & node.value.keys()) or any(
        filled(node, key) for key in (*UNIONS, "allOf")
    )


def constants(node: Node) -> list[Json]:
    """Return the values of `enum`, or the one of `const`."""
    if not isinstance(node.value, dict):
        return []
    values = node.value.get("enum")
    if isinstance(values, list):
        return values
    return [node.value["const"]] if "const" in node.value else []


def constant(node: Node) -> str | None:
    """Return the one string that a schema allows; None when there are more, or others."""
    match constants(node):
        case [str() as value]:
            return value
        case _:
            return None


def same(one: Constant, other: Constant) -> bool:
    """Whether two constants are the same JSON value: `1` is not `true`, as it is in Python."""
    return one == other and type(one) is type(other)


def allows_null(
    node: Node, resolver: Resolver, seen: frozenset[tuple[Document, tuple[str, ...]]] = frozenset()
) -> bool:
    """Whether null is valid, in any of the ways in which a document can say so."""
    here = (node.document, node.pointer)
    if here in seen or not isinstance(node.value, dict):
        return False
    seen |= {here}
    if _says_null(node.value):
        return True
    if "$ref" in node.value:
        referred = resolver.resolve(node)
        return referred is not None and allows_null(referred, resolver, seen)
    if any(allows_null(one, resolver, seen) for key in UNIONS for one in listed(node, key)):
        return True
    branches = list(listed(node, "allOf"))
    # `allOf: [$ref, {nullable: true}]` is how 3.0 documents make a reference nullable
    return any(branch.value == {"nullable": True} for branch in branches) or (
        bool(branches) and all(allows_null(branch, resolver, seen) for branch in branches)
    )


def _says_null(schema: dict[str, Json]) -> bool:
    kind, values = schema.get("type"), schema.get("enum")
    return (
        schema.get("nullable") is True
        or kind == "null"
        or (isinstance(kind, list) and "null" in kind)
        or (isinstance(values, list) and None in values)
        or ("const" in schema and schema["const"] is None)
    )


def said(node: Node, key: str, resolver: Resolver, depth: int = 3) -> object:
    """Return what a schema says under a key: itself, its one branch, or what it refers to."""
    if isinstance(node.value, dict) and node.value.get(key) is not None:
        return node.value[key]
    if depth == 0 or not isinstance(node.value, dict):
        return None
    inner = [branch for union in (*UNIONS, "allOf") for branch in listed(node, union)]
    if "$ref" in node.value:
        referred = resolver.resolve(node)
        inner = [referred] if referred else []
    real = [branch for branch in inner if says_type(branch) and not is_null(branch)]
    return said(real[0], key, resolver, depth - 1) if len(real) == 1 else None


def variant_name(branch: Node, name: str, tag: str | None) -> str:
    """Name a variant by the constant that tells it apart, its title, or what it requires."""
    properties = branch.get("properties")
    fixed = {
        key: value
        for key, member in (properties.members() if properties else ())
        if (value := constant(member)) is not None
    }
    label = fixed.get(tag or "") or next(iter(fixed.values()), None)
    if label is None and branch.get("title"):
        label = str(branch["title"].value)
    if label is None:
        label = " ".join(str(key.value) for key in listed(branch, "required"))
    return name + class_name(label, fallback="Variant")


def flatten(
    node: Node,
    resolver: Resolver,
    seen: frozenset[tuple[Document, tuple[str, ...]]] = frozenset(),
) -> Iterator[Node]:
    """Yield the objects that an allOf is merged from, references and nested allOf opened."""
    referred = resolver.resolve(node) if node.get("$ref") else node
    if referred is None or (referred.document, referred.pointer) in seen:
        return
    seen |= {(referred.document, referred.pointer)}
    for branch in listed(referred, "allOf"):
        yield from flatten(branch, resolver, seen)
    if not filled(referred, "allOf") or filled(referred, "properties"):
        yield referred
