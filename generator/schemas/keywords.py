"""Read the keywords and references of a schema object of OpenAPI 3.0 or 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.document.document import Node
from generator.document.references import REFERENCES
from generator.naming import class_name, words
from generator.schemas.constants import constants
from generator.schemas.meanings import stripped
from generator.vocabulary.schema_keywords import TYPE_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.document.resolve import Resolver
    from generator.document.source import Json

UNIONS: Final = ("oneOf", "anyOf")
_MAX_LABEL_CONSTANTS: Final = 3


def schema_object(schema: Node | None) -> dict[str, Json]:
    """Return the keywords of a schema; none of a boolean."""
    return schema.value if schema and isinstance(schema.value, dict) else {}


def is_schema_reference(node: Node) -> bool:
    """Whether a schema is a reference to another one."""
    return isinstance(node.value, dict) and not node.value.keys().isdisjoint(REFERENCES)


def resolve_schema(node: Node, resolver: Resolver) -> Node | None:
    """Return the target of a reference, or the node itself; None if there is no target.

    A `$dynamicRef` refers to the nearest enclosing schema with the anchor. A schema that extends
    that one from outside is ignored.
    """
    return resolver.resolve(node, "schema")


def has_value(node: Node, key: str) -> bool:
    """Whether a keyword exists and its value is not empty."""
    return bool(schema_object(node).get(key))


def kinds_of(node: Node) -> list[str]:
    """Return the values of `type`, or the type that other keywords imply."""
    schema = schema_object(node)
    kind = schema.get("type")
    if isinstance(kind, list):
        return [str(one) for one in kind]
    if isinstance(kind, str):
        return [kind]
    if not schema.keys().isdisjoint(("properties", "additionalProperties", "patternProperties")):
        return ["object"]
    if isinstance(schema.get("unevaluatedProperties"), dict):
        return ["object"]
    if "items" in schema or "prefixItems" in schema or schema.get("unevaluatedItems"):
        return ["array"]
    return ["string"] if "contentMediaType" in schema or "contentEncoding" in schema else []


def types_further_members(node: Node) -> bool:
    """Whether a schema describes members of an object that have no name in it."""
    schema = schema_object(node)
    values = map(schema.get, ("additionalProperties", "patternProperties", "unevaluatedProperties"))
    return any(value and isinstance(value, dict) for value in values)


def holds_nothing(node: Node, resolver: Resolver) -> bool:
    """Whether the only valid value is an object without members."""
    target = resolve_schema(node, resolver)
    if target is None or kinds_of(target) != ["object"]:
        return False
    if schema_object(target).get("maxProperties") == 0:
        return True
    others = target.get("additionalProperties") or target.get("unevaluatedProperties")
    is_open = any(has_value(target, key) for key in ("patternProperties", "allOf", *UNIONS))
    if others is None or is_open:
        return False
    members = [one for _, one in target.members("properties")]
    return all(is_never(one, resolver) for one in (*members, others))


def is_never(node: Node, resolver: Resolver, depth: int = 3) -> bool:
    """Whether no value is valid, as for `false` and `not: {}`."""
    target = resolve_schema(node, resolver)
    if target is None or not isinstance(target.value, dict):
        return target is not None and target.value is False
    excluded = target.get("not")
    if excluded and excluded.value in (True, {}):
        return True
    if depth == 0:
        return False
    unions = [list(target.items(key)) for key in UNIONS]
    return any(is_never(one, resolver, depth - 1) for one in target.items("allOf")) or any(
        branches and all(is_never(one, resolver, depth - 1) for one in branches)
        for branches in unions
    )


def is_null(node: Node) -> bool:
    """Whether a schema allows only null."""
    schema = schema_object(node)
    is_null_type = schema.get("type") in ("null", ["null"])
    return is_null_type or schema.get("const", "") is None or schema.get("enum") == [None]


def refers_to_null(node: Node, resolver: Resolver) -> bool:
    """Whether a schema, or what it refers to, allows only null."""
    waiting, visited, has_null = [node], set[Node](), False
    for one in waiting:  # which grows; what is near is first, since it mostly decides
        target = resolve_schema(one, resolver)
        if target in visited:
            continue
        if target is None:
            return False
        visited.add(target)
        if is_null(target):
            has_null = True
            continue
        branches = [each for key in (*UNIONS, "allOf") for each in target.items(key)]
        if not branches:
            return False
        waiting += branches
    return has_null


def without_null(branches: Iterable[Node], resolver: Resolver) -> list[Node]:
    """Return the branches of a union that allow a value, and not only null.

    3.0 documents make a reference nullable by `anyOf: [$ref, {nullable: true}]`.
    """
    typed = [
        branch
        for branch in branches
        if not refers_to_null(branch, resolver) and not is_never(branch, resolver)
    ]
    return [branch for branch in typed if branch.value != {"nullable": True}] or typed


def describes_type(node: Node) -> bool:
    """Whether a schema describes the type of a value, not only constraints."""
    keys = (*UNIONS, "allOf")
    if types_further_members(node) or is_schema_reference(node):
        return True
    return not TYPE_KEYWORDS.isdisjoint(schema_object(node)) or any(
        has_value(node, k) for k in keys
    )


def allows_null(node: Node, resolver: Resolver, results: dict[Node, bool] | None = None) -> bool:
    """Whether null is valid, in any notation of OpenAPI 3.0 and 3.1.

    The results are those so far: a schema may occur several times or in itself.
    """
    results = {} if results is None else results
    if node not in results:
        results[node] = False
        results[node] = _has_null(node) or _allows_null(node, resolver, results)
    return results[node]


def _allows_null(node: Node, resolver: Resolver, results: dict[Node, bool]) -> bool:
    """Whether the target of a reference, or the branches of a schema, allow null."""
    if is_schema_reference(node):
        target = resolve_schema(node, resolver)
        is_nullable = target is not None and allows_null(target, resolver, results)
        return is_nullable and not _forbids_null(resolver.applied_siblings(node))
    if any(allows_null(one, resolver, results) for key in UNIONS for one in node.items(key)):
        return True
    branches = list(node.items("allOf"))
    # 3.0 documents make a reference nullable by `allOf: [$ref, {nullable: true}]`.
    return any(branch.value == {"nullable": True} for branch in branches) or (
        bool(branches) and all(allows_null(branch, resolver, results) for branch in branches)
    )


def _forbids_null(node: Node | None) -> bool:
    """Whether a schema has types or constants, and null is not among them."""
    return node is not None and bool(kinds_of(node) or constants(node)) and not _has_null(node)


def _has_null(node: Node) -> bool:
    schema = schema_object(node)
    is_nullable = schema.get("nullable") is True or schema.get("const", "") is None
    return is_nullable or "null" in kinds_of(node) or None in constants(node)


def keyword_value(node: Node, key: str, resolver: Resolver) -> object:
    """Return the value of a keyword in a schema, in its only branch, or in its target."""
    found = keyword_node(node, key, resolver)
    return found.value if found else None


def keyword_node(node: Node, key: str, resolver: Resolver, depth: int = 3) -> Node | None:
    """Return the node of a keyword with a value, where `keyword_value` finds it."""
    found = node.get(key) if isinstance(node.value, dict) else None
    if found and (found.value is None or _is_blank(found, key)):
        found = None
    if found or depth == 0:
        return found
    inner = [branch for union in (*UNIONS, "allOf") for branch in node.items(union)]
    if is_schema_reference(node):
        target = resolve_schema(node, resolver)
        inner = [target] if target else []
    branches = [branch for branch in inner if describes_type(branch) and not is_null(branch)]
    return keyword_node(branches[0], key, resolver, depth - 1) if len(branches) == 1 else None


def _is_blank(found: Node, key: str) -> bool:
    """Whether a description has no text."""
    return key == "description" and isinstance(found.value, str) and not found.value.strip()


def discriminator_key(node: Node) -> str | None:
    """Return the property name of the discriminator; None if there is none.

    In Swagger 2.0, and in documents that were made from it, the name is the discriminator itself.
    """
    found = node.get("discriminator")
    name = found.text("propertyName") if found else None
    return name or node.text("discriminator")


def variant_name(branches: Sequence[Node], name: str, discriminator: str | None) -> str:
    """Return a name for a variant, from the branches that it consists of."""
    return name + "".join(_label(branch, name, discriminator) for branch in branches)


def is_plain(node: Node) -> bool:
    """Whether a schema needs no name: a scalar without constants, or a list of these."""
    items = node.get("items")
    if items is not None:
        return is_plain(items)
    kinds = {"string", "integer", "number", "boolean", "null"}
    return bool(kinds_of(node)) and set(kinds_of(node)) <= kinds and not constants(node)


def _label(branch: Node, name: str, discriminator: str | None) -> str:
    """Return what distinguishes a branch: a constant, its title or name, or what it requires."""
    reference = branch.get("$ref")
    if reference:
        return _difference(class_name(str(reference.value).rpartition("/")[2]), name)
    members = dict(branch.members("properties"))
    fixed = {key: _either(one) for key, one in members.items() if len(constants(one)) == 1}
    labels = [
        fixed.get(discriminator or "") or next(filter(None, fixed.values()), ""),
        str(schema_object(branch).get("title", "")),
        " ".join(str(key.value) for key in branch.items("required")),
        *(_either(member) for member in members.values()),
    ]
    return class_name(next(filter(None, labels), ""), fallback="Variant")


def _either(node: Node) -> str:
    """Return the constants of a schema, if there are at most three and all are strings."""
    values = constants(node)
    few = len(values) <= _MAX_LABEL_CONSTANTS and all(isinstance(value, str) for value in values)
    return " or ".join(map(str, values)) if few else ""


def _difference(text: str, name: str) -> str:
    """Return a name without the words that both names have at the start or at the end."""
    own, other = words(text), words(name)
    for end in (0, -1):
        while own and other and own[end] == other[end]:
            del own[end], other[end]
    return "".join(own) or text


def is_choice(branches: Iterable[Node]) -> bool:
    """Whether branches describe types, and not only required members."""
    return any(describes_type(branch) and not _is_requirement(branch) for branch in branches)


def _is_requirement(node: Node) -> bool:
    """Whether a schema only requires members of an object, without describing them."""
    schema = stripped(node)
    is_bare = isinstance(schema, dict) and schema.keys() <= {"type", "required"}
    return is_bare and kinds_of(node) in ([], ["object"])
