"""The operations of a document as the tests call them: names and arguments derived from it."""

from __future__ import annotations

import keyword
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from server import Document, Kind, Values, holds_file, successes

from generator import resources

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from server.reading import Json, Object

JSON = "application/json"
FORM = "multipart/form-data"
FLAG = "stream"  # the views decide it where there are events
CHOICES = {"stream_format": "audio"}  # a value decides between events and a file: the file
OTHERS = ("bytes", "self")  # names that no argument can have

GIVEN = tomllib.loads(resources.profile_file("openai").read_text())["names"]["operations"]


def function_name(identity: str) -> str:
    """The function of an operation ID: what the profile of OpenAI names it, else its words."""
    return GIVEN.get(identity) or snake(identity)


def snake(name: str) -> str:
    """`listRunSteps` → `list_run_steps`, `include[]` → `include`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)
    return "_".join(words).lower()


@dataclass(frozen=True)
class Member:
    """One argument: a parameter, a member of the body, or the whole of it."""

    name: str
    wire: str
    place: Literal["path", "query", "header", "cookie", "body", "whole"]
    required: bool
    schemas: dict[str, Json]  # by the body's media type; a parameter has one


@dataclass(frozen=True)
class Arguments:
    """The arguments of one call, and their places in the request."""

    positional: list[Json]
    keywords: Object
    sent: dict[str, Object]  # by place
    media_type: str | None = None

    @property
    def body(self) -> Json:
        """What the body must say."""
        return self.sent["whole"]["body"] if "whole" in self.sent else self.sent.get("body", {})

    def asking(self, flag: tuple[str, str, Json]) -> Arguments:
        """The same if the view sends a flag with the arguments."""
        place, wire, value = flag
        sent = {**self.sent, place: {**self.sent.get(place, {}), wire: value}}
        return replace(self, sent=sent)


class Called:
    """One operation of a document."""

    def __init__(self, document: Document, values: Values, method: str, path: str, data: Object):
        self.name = function_name(data["operationId"])
        self.method = method.upper()
        self.path = path
        self.group = re.split(r"[/?]", path)[1]
        self.deprecated = data.get("deprecated", False)
        ways = successes(document, data)
        self.replies = [one for one in ways if not one.is_stream]
        self.events = next((one.schema for one in ways if one.is_stream), None)
        self.security = [*data.get("security", document.data.get("security", []))]
        self._values = values
        self._parameters = data["parameters"]
        self._body = document.resolved(data.get("requestBody", {}))
        self.bodies = self._ways_to_send()

    def __repr__(self) -> str:
        """The name, for the test's."""
        return self.name

    @property
    def part_types(self) -> dict[str, str]:
        """The content types that the document gives to parts of a form."""
        encoding = self._body.get("content", {}).get(FORM, {}).get("encoding", {})
        return {name: one["contentType"] for name, one in encoding.items() if "contentType" in one}

    @property
    def admin(self) -> bool:
        """Whether it asks for an administrator's key, as the document names that."""
        return self.security == [{"AdminApiKeyAuth": []}]

    @property
    def streams(self) -> bool:
        """Whether it can answer with events."""
        return self.events is not None

    @property
    def flag(self) -> tuple[str, str, Json]:
        """The flag that asks for events: its place, its name and its value."""
        schemas = [
            self._values.merged(schema).get("properties", {}) for schema in self.bodies.values()
        ]
        if any("stream" in known for known in schemas):
            return ("body", "stream", True)
        if any("stream_format" in known for known in schemas):
            return ("body", "stream_format", "sse")
        return ("query", "stream", True)

    @property
    def paged(self) -> bool:
        """Whether it gives a list a page at a time."""
        queries = {one["name"] for one in self._parameters if one["in"] == "query"}
        pages = [self._values.merged(one.schema).get("properties", {}) for one in self.replies]
        found = all({"data", "has_more", "last_id"} <= set(one) for one in pages)
        return self.method == "GET" and "after" in queries and found

    @property
    def has_options(self) -> bool:
        """Whether the operation has optional arguments of its own, or can stream."""
        return self.streams or len(self.bodies) > 1 or not all(m.required for m in self.members)

    @cached_property
    def members(self) -> list[Member]:
        """Every argument of its own: path, query, headers and cookies, body, as the document."""
        taken = set(OTHERS)
        return [self._named(member, taken) for member in (*self._ordered(), *self._in_body())]

    def arguments(self, kind: Kind, *, optional: bool, media_type: str | None = None) -> Arguments:
        """Values for the required arguments, and for the optional ones if asked for."""
        media_type = media_type or next(iter(self.bodies), None)
        positional: list[Json] = []
        keywords: Object = {}
        sent: dict[str, Object] = {}
        for member in self.members:
            if not (optional or member.required or self._is_needed(member, media_type)):
                continue
            if member.place in ("body", "whole") and media_type not in member.schemas:
                continue
            value = self._value(member, kind, media_type)
            if not member.required and media_type == JSON and holds_file(value):
                continue
            sent.setdefault(member.place, {})[member.wire] = value
            if member.required:
                positional.append(value)
            else:
                keywords[member.name] = value
        return Arguments(positional, keywords, sent, media_type)

    def _is_needed(self, member: Member, media_type: str | None) -> bool:
        """Whether a body of this kind needs it: by itself, or by the first of its variants."""
        if member.place == "whole":
            return media_type in member.schemas
        schema = self._values.merged(self.bodies.get(media_type or "", {}))
        first, *_ = [*schema.get("anyOf", []), *schema.get("oneOf", []), {}]
        needed = [*schema.get("required", []), *first.get("required", [])]
        return member.place == "body" and member.wire in needed

    def _named(self, member: Member, taken: set[str]) -> Member:
        name = snake(member.wire)
        while keyword.iskeyword(name) or name in taken:
            name += "_"
        taken.add(name)
        return Member(name, member.wire, member.place, member.required, member.schemas)

    def _value(self, member: Member, kind: Kind, media_type: str | None) -> Json:
        if member.place in ("body", "whole"):
            schema = member.schemas[media_type or ""]
            if self.streams and member.wire in CHOICES:
                return CHOICES[member.wire]
            value = self._values.make(schema, kind)
            if media_type == FORM and member.required and value in (None, [], {}):
                return self._values.make(schema, Kind.MOST)  # a form cannot say these
            if member.place == "whole" and value == "":
                return self._values.make(schema, Kind.MOST)  # no content is no body
            return value
        schema = member.schemas[""]
        if kind is Kind.MOST and member.place == "query":
            return self._values.make(schema, kind)
        parameter = next(one for one in self._parameters if one["name"] == member.wire)
        if "example" in parameter and self._values.allows(schema, parameter["example"]):
            return parameter["example"]
        return self._values.make(schema, Kind.EXAMPLE) or self._values.make(schema, Kind.MOST)

    def _ordered(self) -> Iterator[Member]:
        """The parameters; those of the path in its order."""
        places = ("path", "query", "header", "cookie")
        for one in sorted(
            self._parameters,
            key=lambda one: (
                places.index(one["in"]),
                self.path.find(f"{{{one['name']}}}") if one["in"] == "path" else 0,
            ),
        ):
            if self.streams and one["name"] == FLAG:
                continue
            required = one.get("required", False)
            yield Member("", one["name"], one["in"], required, {"": one["schema"]})

    def _ways_to_send(self) -> dict[str, Json]:
        """The schema by media type; what says no more than JSON does is none of its own."""
        found = {
            name: media.get("schema", {}) for name, media in self._body.get("content", {}).items()
        }
        if JSON not in found or holds_file(self._values.make(found[JSON], Kind.MOST)):
            return found
        return {name: one for name, one in found.items() if name == JSON or one != found[JSON]}

    def _in_body(self) -> Iterator[Member]:
        """The members of all bodies; what is no object is one argument, `body`."""
        schemas: dict[str, dict[str, Json]] = {}
        needed: dict[str, list[bool]] = {}
        for media_type, schema in self.bodies.items():
            merged = self._values.merged(schema)
            properties = merged.get("properties")
            if properties is None:
                schemas.setdefault("", {})[media_type] = schema
                continue
            for name, member in properties.items():
                if (name == FLAG and self.streams) or self._is_read_only(member):
                    continue
                schemas.setdefault(name, {})[media_type] = member
                needed.setdefault(name, []).append(name in merged.get("required", []))
        whole = schemas.pop("", None)
        sent = self._body.get("required", any(any(flags) for flags in needed.values()))
        for name, member in schemas.items():
            required = all(needed[name]) and len(member) == len(self.bodies)
            yield Member("", name, "body", sent and required, member)
        if whole is not None:
            yield Member("", "body", "whole", sent and len(whole) == len(self.bodies), whole)

    def _is_read_only(self, schema: Json) -> bool:
        return self._values.merged(schema).get("readOnly", False)


def operations(document: Document, groups: Container[str] | None = None) -> list[Called]:
    """The operations of the groups, or all, in the document's order."""
    values = Values(document)
    found = (Called(document, values, *one) for one in document.operations())
    return [one for one in found if groups is None or one.group in groups]
