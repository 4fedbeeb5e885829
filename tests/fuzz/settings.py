"""Random overlays, profiles, locks and configurations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .texts import PATTERNS, Texts

if TYPE_CHECKING:
    from random import Random

_QUERIES = (
    "$", "$.*", "$..*", "$.paths.*.*", "$.info", "$.components.schemas.*", "$..[?@.type]",
    "$.paths['/tasks'].get", "$..parameters[0]", "$..[?@.in == 'query']",
    "$..[?search(@.name, 'a')]",
    "$..[?length(@) > 2]", "$..[-1]", "$..[::2]", "$.servers[*].url",
    "$..['description', 'title']",
    "$..[?count(@..*) > 5]", "$.components.schemas.Task.properties", "$.tags", "$.x",
)  # fmt: skip
_PROFILE = {
    "hosts": ["tasks.example.com"],
    "overlays": [],
    "links": "https://example.test/",
    "reference": "https://example.test/{group}",
    "base_url_environment": "TASKS_URL",
    "credentials": [
        {"setting": "token", "argument": "token", "header": "Authorization", "prefix": "Bearer ",
         "environment": ["T"], "required": True, "scheme": "token", "description": "x",
         "groups": ["tasks"], "basic": False},
        {"setting": "key", "argument": "key", "query": "key"},
    ],
    "headers": [{"groups": ["tasks"], "path": "/tasks", "send": {"X-A": "b"}}],
    "paging": [{"cursor": "after", "items": "data", "next": "last_id", "more": "has_more"}],
    "streams": [{"events": "SummaryEvent", "ends": ["summary.done"]}],
    "webhooks": "standard",
    "names": {"Task": "TheTask"},
    "accepts": {"NewTask": "Task"},
    "form_style": "brackets",
}  # fmt: skip


class Settings:
    """Draws files that go with a document."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.texts = Texts(random, 0.4)

    def overlay(self) -> dict[str, object]:
        """Return an overlay for any document."""
        made: dict[str, object] = {
            "overlay": self.random.choice(("1.0.0", "1.1.0")),
            "info": {"title": self.texts.text(), "version": "1"},
            "actions": [self._action() for _ in range(self.random.randint(1, 5))],
        }
        if self.random.random() < 0.3:
            made["extends"] = self.random.choice(("http://[", "document.json", self.texts.text()))
        if self.random.random() < 0.1:
            made[self.random.choice(list(made))] = self.texts.value()
        return made

    def _action(self) -> object:
        action: dict[str, object] = {"target": self._query()}
        kind = self.random.choice(("update", "remove", "copy", "update"))
        action[kind] = {"update": self.texts.value(3), "remove": True, "copy": self._query()}[kind]
        if self.random.random() < 0.1:
            action[self.random.choice((*action, "x", "description"))] = self.texts.value()
        return action

    def _query(self) -> str:
        query = self.random.choice(_QUERIES)
        draw = self.random.random()
        if draw < 0.1:
            literal = json.dumps(self.random.choice(PATTERNS))
            return f"$..[?{self.random.choice(('match', 'search'))}(@.description, {literal})]"
        if draw < 0.2:
            cut = self.random.randrange(len(query))
            return query[:cut] + self.texts.text() + query[cut:]
        return f"$[{self.random.choice((10**20, -1, 10**400))}]" if draw < 0.23 else query

    def profile(self) -> dict[str, Any]:
        """Return a profile of which some members are left out."""
        return {key: one for key, one in _PROFILE.items() if self.random.random() < 0.7}

    def configuration(self) -> dict[str, Any]:
        """Return `pyproject.toml` for a document in `document.json`."""
        table: dict[str, Any] = {"spec": "document.json", "output": "client", "all": True}
        options: dict[str, Any] = {
            "spec": self.random.choice((".", "..", "/", "", "no.json", self.texts.name())),
            "output": self.random.choice((".", "a/b", "class", "document.json", self.texts.name())),
            "groups": self.texts.unique(2), "tags": self.texts.unique(2), "paths": ["/*", "["],
            "all": False, "overlays": ["overlay.json"], "strict": self.random.choice((True, 1)),
            "templates": self.random.choice((".", "no", self.texts.name())),
            "profile": self.random.choice(("none", "openai", "profile.toml", self.texts.name())),
            "root": self.random.choice((".", "..", "/", self.texts.name())), "unknown": 1,
        }  # fmt: skip
        table |= {key: one for key, one in options.items() if self.random.random() < 0.15}
        if "groups" in table or "tags" in table or "paths" in table:
            table.pop("all", None)
        return {"tool": {"opgen": table}}


def toml(table: dict[str, Any]) -> bytes:
    """Return a table as TOML: inline values only, since no library here writes it."""
    lines = (f"{json.dumps(key)} = {_inline(one)}" for key, one in table.items())
    return "\n".join(lines).encode("utf-8", "replace")


def _inline(value: object, depth: int = 50) -> str:
    if depth == 0:
        return "'deep'"
    if isinstance(value, dict):
        members = ((_text(str(key)), _inline(one, depth - 1)) for key, one in value.items())
        return "{" + ", ".join(f"{key} = {one}" for key, one in members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one, depth - 1) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else _text(str(value))


def _text(value: str) -> str:
    """Return a basic string of TOML, which has the escapes of JSON but no DEL."""
    whole = value.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
