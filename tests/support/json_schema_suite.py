"""JSON Schema's own test suite: each schema as a response, each value as a reply of the service."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY
from referencing.exceptions import Unresolvable

from generator.vocabulary.schema_keywords import SCHEMA
from support.documents import document, operation, ref
from support.packages import load, make
from support.paths import ROOT

FOLDER = ROOT / "tests/json_schema_suite"
KEYWORDS = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
_RESOLVING = ("$id", "$defs", "definitions")
_OF_MEMBERS = ("patternProperties", "additionalProperties", "unevaluatedProperties")
_COMPOSED = {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf"}
_OF_ITEMS = ("items", "prefixItems", "unevaluatedItems")
_INFERRED = {
    "object": {"properties", "additionalProperties", "patternProperties"},
    "array": {"items", "prefixItems"},
    "string": {"contentEncoding", "contentMediaType"},
}

# Groups in which opgen misses what contradicts a keyword that it reads, and the reason.
REASONS = {
    "null": "a response that can only be null is not looked at",
    "constant": "of a constant that is a fraction, an object or a list, only the type is checked",
    "dynamic": "`$dynamicRef` leads to the schema around it, not to one that extends that",
    "fetched": "the reference is a fault: nothing is fetched",
    "never": "what no value is valid for has no type, and such a member is left out",
    "required": "a schema that only requires members is a constraint",
    "applied": "`additionalProperties` leaves the members of `allOf` alone",
}
NOT_NOTICED = {
    ("allOf", "nested allOf, to check validation semantics"): "null",
    ("anyOf", "nested anyOf, to check validation semantics"): "null",
    ("const", "const with null"): "null",
    ("oneOf", "nested oneOf, to check validation semantics"): "null",
    ("type", "null type matches only the null object"): "null",
    ("const", "const with object"): "constant",
    ("const", "const with -2.0 matches integer and float types"): "constant",
    ("enum", "heterogeneous enum validation"): "constant",
    ("ref", "naive replacement of $ref with its destination is not correc"): "constant",
    ("dynamicRef", "A $dynamicRef resolves to the first $dynamicAnchor still in"): "dynamic",
    ("dynamicRef", "A $dynamicRef with intermediate scopes that don't include a"): "dynamic",
    ("dynamicRef", "A $dynamicRef that initially resolves to a schema with a mat"): "dynamic",
    ("allOf", "allOf with boolean schemas, all false"): "never",
    ("allOf", "allOf with boolean schemas, some false"): "never",
    ("anyOf", "anyOf with boolean schemas, all false"): "never",
    ("boolean_schema", "boolean schema 'false'"): "never",
    ("dynamicRef", "$dynamicRef points to a boolean schema"): "never",
    ("oneOf", "oneOf with boolean schemas, all false"): "never",
    ("properties", "properties with boolean schema"): "never",
    ("ref", "$ref to boolean schema false"): "never",
    ("defs", "validate definition against metaschema"): "fetched",
    ("ref", "remote ref, containing refs itself"): "fetched",
    ("required", "required with escaped characters"): "required",
    ("required", "required properties whose names are Javascript object proper"): "required",
    ("additionalProperties", "additionalProperties does not look in applicators"): "applied",
    ("oneOf", "oneOf with required"): "required",
    ("unevaluatedProperties", "dynamic evalation inside nested refs"): "required",
}


@dataclass(frozen=True)
class Group:
    """A schema of the suite and its values.

    Attributes:
        keyword: the file of the suite.
    """

    keyword: str
    name: str
    schema: Any
    values: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Case:
    """A value of the suite, and what a call returned when it was the reply.

    Attributes:
        readable: valid by what opgen reads of the schema; None if it refers into what is not read.
        differs: the call warned that the reply differs from the document.
        degraded: the schema is counted as degraded.
    """

    group: Group
    name: str
    value: Any
    valid: bool
    readable: bool | None
    result: Any
    differs: bool
    degraded: bool

    @property
    def inferred(self) -> bool:
        """Whether the value contradicts only types that are inferred from other keywords."""
        return self.valid and self.readable is False

    @property
    def key(self) -> tuple[str, str, str]:
        """The file, the start of the group's name, and the name of the value."""
        return self.group.keyword, self.group.name[:60].strip(), self.name


def as_read(schema: Any) -> Any:
    """What opgen reads of a schema, as a schema.

    Keywords without effect are left out, and so are those that are counted as degraded. Objects
    and lists are open. A type is inferred from keywords. Of `oneOf`, several may match.
    """
    if not isinstance(schema, dict):
        return schema
    read: dict[str, Any] = {}
    for key, value in schema.items():
        known = SCHEMA.get(key)
        if key in ("$defs", "definitions"):
            read[key] = {name: as_read(one) for name, one in value.items()}
        elif key in ("additionalProperties", "unevaluatedProperties") and value is False:
            continue
        elif key in _RESOLVING or known is None or known.effect == "read":
            read[key] = _inner(value, known)
    if "oneOf" in read:
        read["allOf"] = [*read.get("allOf", ()), {"anyOf": read.pop("oneOf")}]
    return {**_inferred(schema), **_with_items(_with_further_members(read))}


def _with_further_members(read: dict[str, Any]) -> dict[str, Any]:
    """The keywords with one schema for all members without a name, whatever their names are."""
    if "patternProperties" not in read:
        return read
    kept = {key: one for key, one in read.items() if key not in _OF_MEMBERS}
    others = [read[key] for key in _OF_MEMBERS[1:] if key in read]
    found = [*read["patternProperties"].values(), *others]
    return {**kept, "additionalProperties": {"anyOf": found}}


def _with_items(read: dict[str, Any]) -> dict[str, Any]:
    """The keywords with one schema for all items: a list may be shorter than its tuple."""
    kept = {key: one for key, one in read.items() if key not in _OF_ITEMS}
    others = [read[key] for key in ("items", "unevaluatedItems") if key in read][:1]
    if "items" not in read and not _COMPOSED.isdisjoint(read):
        others = []  # what is unevaluated depends on the other schemas
    elif others == [False] and "items" not in read and "prefixItems" not in read:
        others = []
    if "prefixItems" not in read:
        return {**kept, "items": others[0]} if others else kept
    if not others:
        return {**kept, "prefixItems": [True for _ in read["prefixItems"]]}
    return {**kept, "items": {"anyOf": [*read["prefixItems"], *others]}}


def _inner(value: Any, known: Any) -> Any:
    if known is None or known.holds != "schema":
        return value
    if known.form == "map":
        return {name: as_read(one) for name, one in value.items()}
    return [as_read(one) for one in value] if known.form == "list" else as_read(value)


def _inferred(schema: dict[str, Any]) -> dict[str, str]:
    for kind, keywords in _INFERRED.items():
        if not keywords.isdisjoint(schema):
            return {"type": kind}
    return {}


def judge_of(schema: Any) -> Draft202012Validator:
    """An independent judge, which fetches nothing."""
    return Draft202012Validator(schema, registry=REGISTRY)


@functools.cache
def groups() -> tuple[Group, ...]:
    """All groups but those that refer to files of other places."""
    found = []
    for keyword in KEYWORDS:
        for one in json.loads((FOLDER / f"{keyword}.json").read_text(encoding="utf-8")):
            with suppress(Unresolvable):
                judge = judge_of(one["schema"])
                for value in one["tests"]:
                    assert judge.is_valid(value["data"]) is value["valid"]
                tests = tuple(one["tests"])
                found.append(Group(keyword, one["description"], one["schema"], tests))
    return tuple(found)


@functools.cache
def cases() -> tuple[Case, ...]:
    """Each value of the suite, as one package reads it."""
    package, degraded = _package()
    reply = [b""]
    head = {"content-type": "application/json"}
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, headers=head, content=reply[0]))
    client = package.Client(
        base_url="https://suite.test", http_client=httpx2.Client(transport=transport)
    )
    found = []
    for number, group in enumerate(groups()):
        call = getattr(package, f"read_{number}").using(client)
        judge = judge_of(as_read(group.schema))
        for one in group.values:
            reply[0] = json.dumps(one["data"]).encode()
            client.api.seen.clear()
            result, differs = _called(call)
            case = Case(
                group=group,
                name=one["description"],
                value=one["data"],
                valid=one["valid"],
                readable=_is_valid(judge, one["data"]),
                result=result,
                differs=differs,
                degraded=f"read_{number}" in degraded,
            )
            found.append(case)
    return tuple(found)


def _package() -> tuple[Any, set[str]]:
    schemas, paths = {}, {}
    for number, group in enumerate(groups()):
        schema = group.schema
        if isinstance(schema, dict):  # references are relative to the schema, not to the document
            schema = {"$id": f"https://suite.test/{number}", **schema}
        schemas[f"S{number}"] = schema
        described = operation(reply=ref(f"S{number}"), name=f"read_{number}")
        paths[f"/suite/{number}"] = {"get": described}
    folder = tempfile.mkdtemp(prefix="opgen-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    output = Path(folder) / "suite"
    made = make(output, document(paths, schemas, url="https://suite.test"))
    return load(output), {one.operation for one in made.report.degraded}


def _is_valid(judge: Draft202012Validator, value: Any) -> bool | None:
    with suppress(Unresolvable):
        return judge.is_valid(value)
    return None


def _called(call: Any) -> tuple[Any, bool]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = plain(call())
    return result, any(one.category.__name__ == "DriftWarning" for one in caught)


def plain(value: Any) -> Any:
    """The JSON of a result."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return value
