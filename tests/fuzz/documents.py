"""Random documents: every object of OpenAPI 3.0, 3.1 and 3.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .schemas import Schemas
from .texts import Texts

if TYPE_CHECKING:
    from random import Random

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "query")
_STYLES = (
    "simple", "form", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject", "cookie",
)  # fmt: skip
_STATUSES = ("200", "201", "204", "2XX", "default", "400", "404", "4XX", "500", "302", "100", "x")
_SCHEMES = (
    {"type": "http", "scheme": "bearer"}, {"type": "http", "scheme": "basic"},
    {"type": "http", "scheme": "digest"}, {"type": "apiKey", "in": "header", "name": "X-Key"},
    {"type": "apiKey", "in": "query", "name": "key"}, {"type": "mutualTLS"},
    {"type": "apiKey", "in": "cookie", "name": "c"}, {"type": "x"},
    {"type": "openIdConnect", "openIdConnectUrl": "/"},
    {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "/", "scopes": {"a": "b"}}}},
)  # fmt: skip


class Documents:
    """Draws one document."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.texts = Texts(random, random.choice((0.02, 0.15, 0.5)))
        self.faults = random.choice((0.0, 0.01, 0.05))
        self.names = self.texts.unique(random.choice((0, 2, 5, 9)))
        self.schemas = Schemas(random, self.texts, self.names, self.faults)
        self.secured = self.texts.unique(random.randrange(3))

    def draw(self) -> dict[str, object]:
        """Return a document."""
        document: dict[str, object] = {
            "openapi": self.random.choice(("3.0.3", "3.1.0", "3.1.1", "3.2.0")),
            "info": {"title": self.texts.text(), "version": self.texts.text()},
            "servers": [self._server() for _ in range(self.random.randrange(3))],
            "paths": dict(self._path() for _ in range(self.random.choice((0, 1, 2, 4)))),
            "components": self._components(),
        }
        self._some(document, {
            "webhooks": {name: self._item([]) for name in self.texts.unique(2)},
            "security": self._security(), "jsonSchemaDialect": self.texts.text(),
            "tags": [{"name": self.texts.name(), "description": self.texts.text()}],
            "externalDocs": {"url": self.texts.text()}, "$self": "https://example.test/a.json",
            "x-any": self.texts.value(), "unknown": self.texts.value(),
        }, 0.25)  # fmt: skip
        if self.random.random() < self.faults:
            document[self.random.choice(list(document))] = self.texts.value()
        return document

    def _some(
        self, made: dict[str, object], options: dict[str, object], often: float = 0.2
    ) -> None:
        made |= {key: one for key, one in options.items() if self.random.random() < often}

    def _server(self) -> dict[str, object]:
        url = self.random.choice(("http://127.0.0.1:1", "https://{host}/v1", "/v2", "http://["))
        made: dict[str, object] = {"url": url}
        variable = {"default": self.texts.name(), "enum": [self.texts.name()]}
        self._some(made, {
            "variables": {"host": variable}, "description": self.texts.text(),
            "url": self.texts.text(), "name": self.texts.name(),
        })  # fmt: skip
        return made

    def _path(self) -> tuple[str, dict[str, object]]:
        inner = [name.replace("{", "").replace("}", "") for name in self.texts.unique(2)]
        segments = [self.texts.name(), *(f"{{{name}}}" for name in inner)]
        path = "/" + "/".join(segments)
        if self.random.random() < self.faults:
            path = self.texts.text()
        return path, self._item(inner)

    def _item(self, inner: list[str]) -> dict[str, object]:
        item: dict[str, object] = {
            method: self._operation(inner)
            for method in self.random.sample(_METHODS, self.random.choice((1, 1, 2, 3)))
        }
        self._some(item, {
            "parameters": [self._parameter()], "servers": [self._server()],
            "summary": self.texts.text(), "description": self.texts.text(),
            "additionalOperations": {self.texts.name(): self._operation(inner)},
            "$ref": f"#/components/pathItems/{self.texts.name()}",
        }, 0.08)  # fmt: skip
        return item

    def _operation(self, inner: list[str]) -> dict[str, object]:
        parameters = [
            {"name": name, "in": "path", "required": True, "schema": self.schemas.draw(1)}
            for name in inner
            if self.random.random() > self.faults
        ]
        parameters += [self._parameter() for _ in range(self.random.randrange(4))]
        made: dict[str, object] = {"parameters": parameters, "responses": self._responses()}
        self._some(made, {
            "operationId": self.texts.name(), "summary": self.texts.text(),
            "description": self.texts.text(), "tags": self.texts.unique(2), "deprecated": True,
            "requestBody": self._body(), "security": self._security(),
            "servers": [self._server()], "externalDocs": {"url": self.texts.text()},
            "x-any": self.texts.value(), "unknown": 1,
        }, 0.4)  # fmt: skip
        if self.random.random() < 0.05:
            made["callbacks"] = {self.texts.name(): {"{$request.body#/url}": self._item([])}}
        if self.random.random() < self.faults:
            made[self.random.choice(list(made))] = self.texts.value()
        return made

    def _parameter(self) -> object:
        if self.random.random() < 0.05:
            return {"$ref": f"#/components/parameters/{self.texts.name()}"}
        place = self.random.choice(("query", "query", "query", "header", "cookie", "querystring"))
        made: dict[str, object] = {"name": self.texts.name(), "in": place}
        if self.random.random() < 0.15 or place == "querystring":
            made["content"] = self._content(1)
        else:
            made["schema"] = self.schemas.draw(2)
        self._some(made, {
            "required": True, "style": self.random.choice(_STYLES), "deprecated": True,
            "explode": self.random.choice((True, False)), "allowReserved": True,
            "allowEmptyValue": True, "description": self.texts.text(),
            "example": self.texts.value(),
            "examples": {self.texts.name(): {"value": self.texts.value()}},
        })  # fmt: skip
        if self.random.random() < self.faults:
            made[self.random.choice(list(made))] = self.texts.value()
        return made

    def _body(self) -> dict[str, object]:
        made: dict[str, object] = {"content": self._content(self.random.choice((1, 1, 1, 2, 3)))}
        self._some(made, {"required": True, "description": self.texts.text()}, 0.5)
        if self.random.random() < 0.05:
            return {"$ref": f"#/components/requestBodies/{self.texts.name()}"}
        return made

    def _content(self, number: int) -> dict[str, object]:
        return {self.texts.media_type(): self._media() for _ in range(number)}

    def _media(self) -> dict[str, object]:
        made: dict[str, object] = {"schema": self.schemas.draw()}
        part: dict[str, object] = {"contentType": self.texts.media_type()}
        self._some(part, {
            "style": self.random.choice(_STYLES), "explode": True, "allowReserved": True,
            "headers": {self.texts.name(): self._header()},
        }, 0.3)  # fmt: skip
        self._some(made, {
            "encoding": {name: part for name in self.texts.unique(2)},  # noqa: C420  as it is read
            "example": self.texts.value(), "itemSchema": self.schemas.draw(1),
            "examples": {self.texts.name(): {"value": self.texts.value()}},
            "prefixEncoding": [part], "itemEncoding": part,
        }, 0.15)  # fmt: skip
        if self.random.random() < self.faults:
            made["schema"] = self.texts.value()
        return made

    def _header(self) -> dict[str, object]:
        return {"description": self.texts.text(), "schema": self.schemas.draw(1)}

    def _responses(self) -> dict[str, object]:
        made: dict[str, object] = {}
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            response: dict[str, object] = {"description": self.texts.text()}
            self._some(response, {"content": self._content(self.random.choice((1, 1, 2)))}, 0.8)
            self._some(response, {
                "headers": {self.texts.name(): self._header()}, "summary": self.texts.text(),
                "links": {self.texts.name(): {"operationId": self.texts.name()}},
            })  # fmt: skip
            if self.random.random() < 0.05:
                response = {"$ref": f"#/components/responses/{self.texts.name()}"}
            made[self.random.choice(_STATUSES)] = response
        return made

    def _security(self) -> list[object]:
        names = [*self.secured, "none"] if self.random.random() < 0.1 else self.secured
        chosen = (self.random.sample(names, min(len(names), 1)) for _ in range(2))
        return [{name: [] for name in one} for one in chosen]

    def _components(self) -> dict[str, object]:
        names = self.texts.unique
        made: dict[str, object] = {
            "schemas": {name: self.schemas.draw() for name in self.names},
            "securitySchemes": {
                name: {**self.random.choice(_SCHEMES), "description": self.texts.text()}
                for name in self.secured
            },
        }
        self._some(made, {
            "parameters": {name: self._parameter() for name in names(2)},
            "responses": {name: {"content": self._content(1)} for name in names(2)},
            "requestBodies": {name: self._body() for name in names(2)},
            "headers": {name: self._header() for name in names(1)},
            "pathItems": {name: self._item([]) for name in names(1)},
            "mediaTypes": {name: self._media() for name in names(1)},
            "examples": {name: {"value": self.texts.value()} for name in names(1)},
            "links": {}, "callbacks": {}, "x-any": self.texts.value(),
        }, 0.3)  # fmt: skip
        return made
