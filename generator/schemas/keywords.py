"""What the keywords of one schema object say, in OpenAPI 3.0's way or 3.1's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from generator.naming import class_name, words
from generator.schemas.references import REFERENCES, Place, place, referred, refers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json

UNIONS: Final = ("oneOf", "anyOf")

_FEW: Final = 3
_TELLING: Final = frozenset(
    ("type", "properties", "items", "enum", "const", "additionalProperties", *REFERENCES)
)


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
    return not _TELLING.isdisjoint(node.value) or any(
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


def allows_null(node: Node, resolver: Resolver, known: dict[Place, bool] | None = None) -> bool:
    """Whether null is valid, in any of the ways in which a document can say so.

    Args:
        node: the schema that is asked about.
        resolver: what finds other schemas.
        known: the answers so far: many ways may lead to one schema, or back to it.
    """
    known = {} if known is None else known
    here = place(node)
    if here not in known:
        known[here] = False
        known[here] = isinstance(node.value, dict) and _allows_null(node, resolver, known)
    return known[here]


def _allows_null(node: Node, resolver: Resolver, known: dict[Place, bool]) -> bool:
    if isinstance(node.value, dict) and _says_null(node.value):
        return True
    if refers(node):
        meant = referred(node, resolver)
        return meant is not None and allows_null(meant, resolver, known)
    if any(allows_null(one, resolver, known) for key in UNIONS for one in node.items(key)):
        return True
    branches = list(node.items("allOf"))
    # `allOf: [$ref, {nullable: true}]` is how 3.0 documents make a reference nullable
    return any(branch.value == {"nullable": True} for branch in branches) or (
        bool(branches) and all(allows_null(branch, resolver, known) for branch in branches)
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
    inner = [branch for union in (*UNIONS, "allOf") for branch in node.items(union)]
    if refers(node):
        meant = referred(node, resolver)
        inner = [meant] if meant else []
    real = [branch for branch in inner if says_type(branch) and not is_null(branch)]
    return said(real[0], key, resolver, depth - 1) if len(real) == 1 else None


def said_last(nodes: Sequence[Node], resolver: Resolver, key: str) -> object:
    """Return what the last of several schemas says that says anything under a key."""
    found = (said(node, key, resolver) for node in reversed(nodes))
    return next((one for one in found if one is not None), None)


def tag_of(node: Node) -> str | None:
    """Return the property that the document tells variants apart by, where it names one."""
    key = node.get("discriminator", "propertyName")
    return str(key.value) if key else None


def variant_name(branches: Sequence[Node], name: str, tag: str | None) -> str:
    """Name a variant after the branches of unions that it is made of."""
    return name + "".join(_label(branch, name, tag) for branch in branches)


def is_plain(node: Node) -> bool:
    """Whether nothing in a schema needs a name: a scalar of no constants, or a list of such."""
    items = node.get("items")
    if items is not None:
        return is_plain(items)
    kinds = {"string", "integer", "number", "boolean", "null"}
    return bool(kinds_of(node)) and set(kinds_of(node)) <= kinds and not constants(node)


def _label(branch: Node, name: str, tag: str | None) -> str:
    """Return what tells a branch apart: a constant, its title or name, or what it requires."""
    reference = branch.get("$ref")
    if reference:
        return _difference(class_name(str(reference.value).rpartition("/")[2]), name)
    members = dict(branch.members("properties"))
    fixed = {key: value for key, member in members.items() if (value := constant(member))}
    title = branch.get("title")
    labels = [
        fixed.get(tag or "") or next(iter(fixed.values()), ""),
        str(title.value) if title else "",
        " ".join(str(key.value) for key in branch.items("required")),
        *(_either(member) for member in members.values()),
    ]
    return class_name(next(filter(None, labels), ""), fallback="Variant")


def _either(node: Node) -> str:
    """Return the constants of a schema that has two or three."""
    values = constants(node)
    few = len(values) <= _FEW and all(isinstance(value, str) for value in values)
    return " or ".join(map(str, values)) if few else ""


def _difference(given: str, name: str) -> str:
    """Take off what a name begins and ends with as well as the other."""
    own, other = words(given), words(name)
    while own and other and own[0] == other[0]:
        own, other = own[1:], other[1:]
    while own and other and own[-1] == other[-1]:
        own, other = own[:-1], other[:-1]
    return "".join(own) or given


_SAYING_NOTHING: Final = frozenset(
    """
    $comment default deprecated description example examples externalDocs title xml
    exclusiveMaximum exclusiveMinimum maxItems maxLength maxProperties maximum minItems minLength
    minProperties minimum multipleOf pattern uniqueItems
    """.split()  # noqa: SIM905  twenty words read better so
)
_BY_NAME: Final = frozenset(("properties", "patternProperties", "$defs", "definitions"))


def meaning(node: Node) -> tuple[str, str]:
    """Return what a schema says of a value's type, as something to compare.

    Texts, examples and limits say nothing of it; equal references in one file mean the same.
    """
    return str(node.document.path), json.dumps(bare(node.value), sort_keys=True)


def bare(value: Json) -> Json:
    """Return a schema without what says nothing of a value's type."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: bare(inner) for name, inner in one.items()}
        if key in _BY_NAME and isinstance(one, dict)
        else (one if key in ("enum", "const") else bare(one))
        for key, one in value.items()
        if key not in _SAYING_NOTHING and not key.startswith("x-")
    }


def is_demand(node: Node) -> bool:
    """Whether a schema only says what an object must hold, not what that is."""
    said_of_type = bare(node.value)
    return isinstance(said_of_type, dict) and said_of_type.keys() <= {"type", "required"}
