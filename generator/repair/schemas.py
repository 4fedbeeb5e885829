"""Keywords of a schema that are wrong in a way of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.repair.change import ABSENT, Absent, Change
from generator.repair.type_names import TYPES, is_untyped, keywords_of_type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.document.source import Json

_UNIONS: Final = ("anyOf", "oneOf")


def schema_changes(schema: dict[str, Json], schemas: Collection[str]) -> Iterator[Change]:
    """Yield what is wrong in a schema; `schemas` are the names of the component schemas."""
    kind = schema.get("type")
    if "type" in schema and not (isinstance(kind, str) and kind in TYPES):
        yield from _type_changes(schema, kind, schemas)
    if isinstance(schema.get("items"), list):
        yield _list_of_items(schema)
    if isinstance(schema.get("required"), bool):
        yield Change(("required",), ABSENT, "'required' must be a list of names; it is ignored")
    for union in _UNIONS:
        if isinstance(branches := schema.get(union), list):
            yield from _null_branches(union, branches)


def _type_changes(
    schema: dict[str, Json], kind: Json, schemas: Collection[str]
) -> Iterator[Change]:
    if isinstance(kind, list):
        if change := _type_list(kind, schemas):
            yield change
        return
    if not isinstance(kind, str):
        yield Change(("type",), ABSENT, "'type' must be the name of a type; it is ignored")
        return
    meant = keywords_of_type(kind, schemas)
    if meant is None or is_untyped(kind):
        yield _unknown_type(kind)
        return
    name = meant.pop("type", ABSENT)
    added = {key: one for key, one in meant.items() if key not in schema}
    read = " and ".join(f"{key}: {one}" for key, one in {"type": name, **added}.items() if one)
    message = f"{shown(kind)} is not a type of JSON Schema; it is read as {read}"
    yield Change(("type",), name, message, added, code="unknown-type")


def _unknown_type(kind: str) -> Change:
    message = f"{shown(kind)} is not a type of JSON Schema; the schema has no type"
    return Change(("type",), ABSENT, message, code="unknown-type")


def _type_list(kinds: list[Json], schemas: Collection[str]) -> Change | None:
    """Return the change of a list of types; an unquoted null in YAML is the type null."""
    found: dict[str, None] = {}
    wrong: list[Json] = []
    for kind in kinds:
        if isinstance(kind, str) and kind in TYPES:
            found[kind] = None
            continue
        wrong.append(kind)
        meant = keywords_of_type(kind, schemas) if isinstance(kind, str) else None
        name = "null" if kind is None else (meant or {}).get("type")
        if isinstance(name, str):
            found[name] = None
        elif isinstance(kind, str):
            return _unknown_type(kind)
    if not kinds:
        return Change(("type",), ABSENT, "'type' is an empty list; the value has no type")
    if not wrong:
        return None
    if wrong == [None] and found:
        message = "null in 'type' must be in quotes; it is read as the type 'null'"
        return Change(("type",), list(found), message)
    read = f"read as {', '.join(found)}" if found else "ignored"
    message = f"'type' has an item that is not the name of a type; it is {read}"
    return Change(("type",), list(found) or ABSENT, message)


def _list_of_items(schema: dict[str, Json]) -> Change:
    """Return the change of a list of schemas: drafts before 2020-12 described tuples so."""
    items = schema["items"]
    if isinstance(items, list) and len(items) > 1 and "prefixItems" not in schema:
        message = "'items' must be a schema, not a list; it is read as 'prefixItems'"
        return Change(("items",), ABSENT, message, {"prefixItems": items})
    only = items[0] if isinstance(items, list) and items else ABSENT
    read = "ignored" if isinstance(only, Absent) else "read as its only item"
    return Change(("items",), only, f"'items' must be a schema, not a list; it is {read}")


def misplaced_required(schema: dict[str, Json]) -> Iterator[Change]:
    """Yield the properties that say themselves whether they are required."""
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return
    listed = schema.get("required")
    names = listed if isinstance(listed, list) else []
    for name, member in properties.items():
        if not isinstance(member, dict) or name == "$ref":
            continue
        flag = member.get("required")
        is_true = flag is True or (isinstance(flag, str) and flag.lower() == "true")
        if not is_true and not isinstance(flag, (bool, str)):
            continue
        added: dict[str, Json] = {}
        if is_true and name not in names:
            added = {"required": [name]}
        meaning = "the property is required" if is_true else "it is ignored"
        message = f"'required' must be a list in the schema of the object; {meaning}"
        yield Change(("properties", name, "required"), ABSENT, message, added)


def _null_branches(union: str, branches: list[Json]) -> Iterator[Change]:
    """Yield the branches of a union that are null without quotes."""
    for index, one in enumerate(branches):
        steps = (union, str(index))
        if one is None:
            message = "null must be {type: 'null'} here; it is read so"
            yield Change(steps, {"type": "null"}, message)
        elif isinstance(one, dict) and "type" in one and one["type"] is None:
            message = "null in 'type' must be in quotes; it is read as the type 'null'"
            yield Change((*steps, "type"), "null", message)
