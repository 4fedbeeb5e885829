"""JSON Schemas of the TOML files that opgen reads, made from the dataclasses that hold them."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from introspection import Key, profile_keys, settings, summary

from generator.options import Entry
from generator.profiles.names import Names
from generator.profiles.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]
_DIALECT = "http://json-schema.org/draft-07/schema#"  # the newest that editors read in TOML
_SCALARS = {str: "string", Path: "string", bool: "boolean", int: "integer", float: "number"}


def profile_schema() -> Schema:
    """Return the schema of a profile file."""
    about = {"$schema": _DIALECT, "title": "A profile of opgen"}
    return {**about, **_table(profile_keys(Profile), summary(Profile))}


def pyproject_schema() -> Schema:
    """Return the schema of a pyproject.toml: of `[tool.opgen]`, with anything around it."""
    client = _table(settings(), "A client: the settings of a package.")
    del client["required"]  # they may be those of the project, or on the command line
    name = {"description": "What --client chooses the client by.", "type": "string"}
    client["properties"]["name"] = {**name, "minLength": 1}
    one = {"$ref": "#/definitions/client"}
    clients = {
        "description": "The clients of the project; [tool.opgen] has their defaults.",
        "type": "array",
        "items": one,
    }
    project = {
        **client,
        "description": "A client, or the defaults of several. Another table is one of them.",
        "properties": {**client["properties"], "clients": clients},
        "additionalProperties": one,
    }
    return {
        "$schema": _DIALECT,
        "title": "A pyproject.toml with [tool.opgen]",
        "type": "object",
        "properties": {"tool": {"type": "object", "properties": {"opgen": project}}},
        "definitions": {"client": client},
    }


def text_of(schema: Schema) -> str:
    """Return the content of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _table(keys: Iterable[Key], description: str) -> Schema:
    keys = list(keys)
    required = [one.name for one in keys if _is_required(one)]
    return {
        "description": description,
        "type": "object",
        "properties": {one.name: _property(one) for one in keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _is_required(key: Key) -> bool:
    return key.field.default is MISSING and key.field.default_factory is MISSING


def _property(key: Key) -> Schema:
    default = key.field.default
    has_default = isinstance(default, bool | int | float | str) and default != ""
    return {
        "description": key.meaning,
        **_type(key.type),
        **({"default": default} if has_default else {}),
    }


def _type(hint: Any) -> Schema:
    """Return the schema of the TOML values of a type."""
    if is_dataclass(hint):
        table = _table(profile_keys(hint), summary(hint))
        return {**table, "additionalProperties": {"type": "string"}} if hint is Names else table
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        options = [_type(one) for one in arguments if one is not types.NoneType]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if origin is Mapping or Entry in arguments:
        values = arguments[1] if origin is Mapping else str
        return {"type": "object", "additionalProperties": _type(values)}
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    return {"type": _SCALARS[hint]}
