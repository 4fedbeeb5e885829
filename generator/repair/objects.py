"""Members of the other objects that are wrong in a way of their own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.places import METHODS
from generator.repair.change import ABSENT, Change
from generator.repair.roots import root_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.document.source import Json

    Rule = Callable[[dict[str, Json]], Iterator[Change]]

JSON: Final = "application/json"
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")
_BEGINS_WITH_STATUS: Final = re.compile(r"([1-5](?:[0-9]{2}|[xX]{2}))(?![0-9A-Za-z])")
_IN_SCHEMA: Final = (
    *("type", "format", "items", "properties", "allOf", "anyOf", "oneOf", "enum", "default"),
    *("nullable", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength"),
    "pattern",
)
_COLLECTION_FORMATS: Final[dict[str, dict[str, Json]]] = {
    "csv": {"explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"explode": True},
}
_DESCRIBES: Final = frozenset(("$ref", "type", "properties", "items", "allOf", "anyOf", "oneOf"))


def parameter_changes(parameter: dict[str, Json]) -> Iterator[Change]:
    """Yield what is wrong in a parameter: keywords of a schema, both ways to describe it."""
    place = parameter.get("in")
    if isinstance(place, str) and place != place.strip().lower():
        lower = place.strip().lower()
        yield Change(("in",), lower, f"'in' is read as {shown(lower)}")
    content = parameter.get("content")
    moved = [key for key in _IN_SCHEMA if key in parameter]
    if "schema" not in parameter and "content" not in parameter and "type" in moved:
        yield from _moved(parameter, moved)
    elif content and "schema" in parameter:
        message = "a parameter has 'schema' or 'content', not both; 'content' is ignored"
        yield Change(("content",), ABSENT, message)
    elif isinstance(content, dict) and len(content) > 1:
        used = next((one for one in content if "json" in one), next(iter(content)))
        message = f"'content' of a parameter has one media type; {shown(used)} is used"
        for name in [name for name in content if name != used]:
            yield Change(("content", name), ABSENT, message)


def _moved(owner: dict[str, Json], names: Sequence[str]) -> Iterator[Change]:
    """Yield the keywords that belong in the schema of an object, as in Swagger 2.0."""
    for name in names:
        message = f"{shown(name)} belongs in 'schema'; it is read so"
        yield Change((name,), ABSENT, message, {"schema": {name: owner[name]}})


def collection_changes(parameter: dict[str, Json]) -> Iterator[Change]:
    """Yield the `collectionFormat` of Swagger 2.0, unless a style says something else."""
    name = parameter.get("collectionFormat")
    style = _COLLECTION_FORMATS.get(name) if isinstance(name, str) else None
    if style and "style" not in parameter and "explode" not in parameter:
        read = " and ".join(f"{key}: {json.dumps(one)}" for key, one in style.items())
        message = f"a parameter has no 'collectionFormat'; {shown(str(name))} is read as {read}"
        yield Change(("collectionFormat",), ABSENT, message, style)


def body_changes(body: dict[str, Json]) -> Iterator[Change]:
    """Yield what is wrong in a request body or a response: a description without `content`."""
    if "content" in body:
        return
    if _is_schema_reference(body):
        message = f"a schema is referred to; it is read as that of {JSON}"
        reference: Json = {"$ref": body["$ref"]}
        yield Change(("$ref",), ABSENT, message, {"content": {JSON: {"schema": reference}}})
        return
    if isinstance(schema := body.get("schema"), dict):
        message = f"'schema' belongs in 'content'; it is read as that of {JSON}"
        yield Change(("schema",), ABSENT, message, {"content": {JSON: {"schema": schema}}})
        return
    for name in filter(_is_media_type, body):
        message = f"{shown(name)} belongs in 'content'; it is read so"
        yield Change((name,), ABSENT, message, {"content": {name: body[name]}})


def content_changes(owner: dict[str, Json]) -> Iterator[Change]:
    """Yield what is wrong in the keys of `content`, and in what they hold."""
    content = owner.get("content")
    if not isinstance(content, dict):
        return
    if "schema" in content and not any(map(_is_media_type, content)):
        message = f"'content' needs a media type; it is read as {JSON}"
        yield Change(("content",), {JSON: dict(content)}, message)
        return
    for name in content:
        if _is_media_type(name) or name.startswith("x-"):
            continue
        if name.lower() == "json" and JSON not in content:
            message = f"{shown(name)} is not a media type; it is read as {JSON}"
            added: dict[str, Json] = {
                JSON if key == name else key: one for key, one in content.items()
            }
            yield Change(("content",), added, message)
            return
        message = f"{shown(name)} is not a media type; it is ignored"
        yield Change(("content", name), ABSENT, message)


def media_type_changes(media: dict[str, Json]) -> Iterator[Change]:
    """Yield the schema that is in place of a media type."""
    is_reference = "$ref" in media and not _is_schema_reference(media)
    if "schema" in media or "itemSchema" in media or is_reference:
        return
    moved = [name for name in media if name in _DESCRIBES or name in _IN_SCHEMA]
    if not _DESCRIBES.isdisjoint(moved):
        yield from _moved(media, moved)


def operation_changes(operation: dict[str, Json]) -> Iterator[Change]:
    """Yield the parameters that are a request body, as in Swagger 2.0."""
    parameters = operation.get("parameters")
    if "requestBody" in operation or not isinstance(parameters, list):
        return
    described = [one for one in parameters if isinstance(one, dict)]
    has_file = any(one.get("type") == "file" for one in described)
    # The last one first: then removing one does not change the index of the next one.
    for index, one in reversed([*enumerate(parameters)]):
        place = one.get("in") if isinstance(one, dict) else None
        if isinstance(one, dict) and place in ("body", "formData"):
            body = _body_of(one, has_file=has_file)
            message = f"a parameter in {shown(str(place))} is read as the request body"
            yield Change(("parameters", str(index)), ABSENT, message, {"requestBody": body})


def _body_of(parameter: dict[str, Json], *, has_file: bool) -> Json:
    """Return the request body that a parameter of Swagger 2.0 describes."""
    moved: dict[str, Json] = {key: parameter[key] for key in _IN_SCHEMA if key in parameter}
    schema = parameter.get("schema", moved)
    if parameter["in"] == "body":
        flag: Json = parameter.get("required", False)
        return {"required": flag, "content": {JSON: {"schema": schema}}}
    name = str(parameter.get("name"))
    form: dict[str, Json] = {"type": "object", "properties": {name: schema}}
    if parameter.get("required") is True:
        form["required"] = [name]
    media_type = "multipart/form-data" if has_file else "application/x-www-form-urlencoded"
    return {"content": {media_type: {"schema": form}}}


def response_key_changes(operation: dict[str, Json]) -> Iterator[Change]:
    """Yield what is wrong in the keys of `responses`."""
    responses = operation.get("responses")
    if not isinstance(responses, dict):
        return
    known = set(responses)
    for key, response in responses.items():
        if _STATUS.fullmatch(key) or key.startswith("x-"):
            continue
        status = _status_of(key)
        if status is None or status in known:
            message = f"{shown(key)} is not a status; the response is ignored"
            yield Change(("responses", key), ABSENT, message)
        else:
            known.add(status)
            message = f"{shown(key)} is not a status; it is read as {shown(status)}"
            yield Change(("responses", key), ABSENT, message, {"responses": {status: response}})


def _status_of(key: str) -> str | None:
    if key.strip().lower() == "default":
        return "default"
    match = _BEGINS_WITH_STATUS.match(key.strip())
    return match[1].upper() if match else None


def path_item_changes(item: dict[str, Json]) -> Iterator[Change]:
    """Yield the methods that are not in lower case."""
    for key, operation in item.items():
        lower = key.strip().lower()
        if key != lower and lower in METHODS and lower not in item:
            message = f"the method {shown(key)} is read as {shown(lower)}"
            yield Change((key,), ABSENT, message, {lower: operation}, code="not-an-operation")


def requirement_changes(requirement: dict[str, Json]) -> Iterator[Change]:
    """Yield the scopes that are not a list."""
    for name, scopes in requirement.items():
        if not isinstance(scopes, list):
            read: list[Json] = [scopes] if isinstance(scopes, str) else []
            message = f"the scopes of {shown(name)} must be a list; they are read as {read}"
            yield Change((name,), read, message)


def _is_schema_reference(value: dict[str, Json]) -> bool:
    reference = value.get("$ref")
    return isinstance(reference, str) and "/components/schemas/" in reference


def _is_media_type(name: str) -> bool:
    return "/" in name and not name.startswith("/")


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "document": (root_changes,),
    "path item": (path_item_changes,),
    "operation": (operation_changes, response_key_changes),
    "parameter": (parameter_changes, collection_changes, content_changes),
    "request body": (body_changes, content_changes),
    "response": (body_changes, content_changes),
    "media type": (media_type_changes,),
    "security requirement": (requirement_changes,),
}
"""The rules for each kind of object."""
