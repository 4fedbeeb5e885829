"""Is a request what the document asks for? openapi-core says, a library of other people."""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from . import forms

if TYPE_CHECKING:
    from .reading import Document, Object, Operation
    from .recorded import Recorded
    from .schemas import Schemas

FORM = "multipart/form-data"
READ_FORM = "application/x-read-form+json"  # what a form is for openapi-core, once it is read
SETTINGS = Config(
    spec_validator_cls=None,  # the published documents break the specification's schema in places
    extra_media_type_deserializers={
        READ_FORM: json.loads,
        "application/sdp": bytes.decode,
        "text/plain": lambda content: content if isinstance(content, str) else content.decode(),
        "application/json-patch+json": json.loads,
    },
)


class _Asked:
    """A recorded request in the form that openapi-core reads."""

    def __init__(
        self,
        request: Recorded,
        host: str,
        path: str,
        query: list[tuple[str, str]],
        form: Object | None,
    ) -> None:
        self.host_url = host
        self.path = path
        self.method = request.method.lower()
        self.body = (request.body or None) if form is None else json.dumps(form).encode()
        self.content_type = request.media_type if form is None else READ_FORM
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(query),
            header=Headers(list(request.headers.items())),
            cookie=ImmutableMultiDict(_cookies(request.headers.get("cookie", ""))),
        )


class Judge:
    """Finds what is wrong with requests to one document's operations."""

    def __init__(self, document: Document, schemas: Schemas, host: str) -> None:
        self._document = document
        self._schemas = schemas
        self._host = host
        items = document.data.get("paths", {}).items()
        paths = {_apart(key): self._readable(item) for key, item in items}
        self._openapi = OpenAPI.from_dict({**document.data, "paths": paths}, config=SETTINGS)

    def faults(self, request: Recorded) -> list[str]:
        """What is wrong with `request`; nothing for a valid one."""
        found = self._document.find(request.method, request.path_key_path, request.query)
        if found is None:
            return ["no such operation"]
        path = request.base_path + _apart_as(found, request.path_key_path)
        form = self._form(found, request) if request.media_type.startswith(FORM) else None
        asked = _Asked(request, self._host, path, _declared(found, request), form)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of deprecated parameters
            errors = [*self._openapi.iter_request_errors(asked)]
        return [_told(error) for error in errors] or [*self._undeclared(found, request)]

    def _readable(self, item: Object) -> Object:
        """A path item in words that openapi-core knows."""
        return {
            key: self._operation(value) if isinstance(value, dict) else value
            for key, value in item.items()
        }

    def _operation(self, operation: Object) -> Object:
        """The operation: its body may also be a form that was read, its queries are no unions."""
        result = dict(operation)
        if "requestBody" in operation:
            result["requestBody"] = self._with_read_form(operation["requestBody"])
        if "parameters" in operation:
            found = [self._document.resolved(one) for one in operation["parameters"]]
            result["parameters"] = [
                {**one, "schema": self._plain(one["schema"])} if "schema" in one else one
                for one in found
            ]
        return result

    def _plain(self, schema: Object) -> Object:
        """What a parameter may be: in a query there is no null."""
        variants = [self._schemas.merged(one) for one in self._schemas.variants(schema)]
        others = [one for one in variants if one.get("type") != "null"]
        if len(others) != 1:
            return schema
        types = others[0].get("type")
        names = [name for name in types if name != "null"] if isinstance(types, list) else []
        return {**others[0], "type": names[0]} if len(names) == 1 else others[0]

    def _with_read_form(self, body: Object) -> Object:
        found = self._document.resolved(body)
        content = found.get("content", {})
        if FORM not in content:
            return body
        read = {READ_FORM: {"schema": content[FORM].get("schema", {})}}
        return {**found, "content": {**content, **read}}

    def _form(self, found: Operation, request: Recorded) -> Object:
        body = self._document.resolved(found.data.get("requestBody", {}))
        schema = body.get("content", {}).get(FORM, {}).get("schema", {})
        sent = forms.parts(request.body, request.headers["content-type"])
        return forms.members(sent, schema, self._schemas)

    def _undeclared(self, found: Operation, request: Recorded) -> list[str]:
        """Query parameters that the document does not know: openapi-core lets them pass."""
        queries = [one for one in found.data["parameters"] if one["in"] == "query"]
        if any(self._is_spread(one) for one in queries):
            return []  # its members are parameters of any name
        known = {one["name"] for one in queries}
        query = [one for one in request.query if one not in found.query]
        sent = {re.sub(r"(?<!^)\[\w*\]$", "", name) for name, _ in query}
        sent |= {name for name, _ in query if name in known}
        stray = sorted(name for name in sent if name not in known and f"{name}[]" not in known)
        return [f"undeclared query parameter {name!r}" for name in stray]

    def _is_spread(self, parameter: Object) -> bool:
        """Whether the members of an object are parameters of their own."""
        is_form = parameter.get("style", "form") == "form" and parameter.get("explode", True)
        variants = map(self._schemas.merged, self._schemas.variants(parameter.get("schema", {})))
        return is_form and any(
            one.get("type") == "object" or "properties" in one for one in variants
        )


def _declared(found: Operation, request: Recorded) -> list[tuple[str, str]]:
    """The query by the document's names: a list `p` may be sent as `p[]`, as forms have it."""
    known = {one["name"] for one in found.data["parameters"] if one["in"] == "query"}
    return [
        (name if name in known else name.removesuffix("[]"), value) for name, value in request.query
    ]


def _apart(key: str) -> str:
    """A path key that fixes members of the query, as a path that no other is like."""
    path, _, query = key.partition("?")
    return f"/~{query}{path}" if query else key


def _apart_as(found: Operation, path: str) -> str:
    query = found.key.partition("?")[2]
    return f"/~{query}{path}" if query else path


def _told(error: BaseException) -> str:
    """The chain of reasons behind an error, the details of a broken schema included."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(str(cause))
        details = getattr(cause, "schema_errors", ())
        lines += [f"{detail.json_path}: {detail.message}"[:300] for detail in details]
        cause = cause.__cause__
    return "; ".join(lines)


def _cookies(header: str) -> list[tuple[str, str]]:
    return parse_qsl(header.replace("; ", "&"), keep_blank_values=True)
