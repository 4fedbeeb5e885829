"""Change data, or the bytes of a file, at random places."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import yaml

from .schemas import Schemas
from .texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_KEYWORDS = """
$ref $id $anchor $defs type format items prefixItems properties required enum const oneOf anyOf
allOf not additionalProperties patternProperties discriminator nullable default example parameters
schema content responses requestBody security in name style explode headers encoding itemSchema
operationId tags servers variables url description summary deprecated readOnly writeOnly callbacks
additionalOperations components schemas paths webhooks
""".split()  # noqa: SIM905  fifty names read better so
_BYTES = (
    b"\x00",
    b"\xff",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\n",
    b"- ",
    b"&a ",
    b"*a",
    b"<<: ",
)
_NUMBERS = (0, -1, 2**63, 10**30, 1.5, 1e308)


class Mutations:
    """Changes the parts of a tree."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.texts = Texts(random, 0.5)
        self.schemas = Schemas(random, self.texts, ["a"], 0.1)

    def change(self, data: Any, number: int) -> Any:
        """Return a copy of a tree with some changes."""
        data = copy.deepcopy(data)
        for _ in range(number):
            places = list(_containers(data))
            if places:
                self._change_one(data, self.random.choice(places), self.random.choice(places))
        return data

    def _change_one(self, root: Any, place: Any, other: Any) -> None:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = self.random.choice(keys) if keys else None
        action = self.random.randrange(9)
        if action == 0 and key is not None:
            del place[key]
        elif action == 1 and key is not None:
            place[key] = self._odd(place[key])
        elif action == 2 and isinstance(place, dict) and key is not None:
            place[self.texts.name()] = place.pop(key)
        elif action == 3 and isinstance(place, dict):
            place[self.random.choice(_KEYWORDS)] = self._odd(None)
        elif action == 4 and isinstance(place, list):
            place.extend(copy.deepcopy(place[:3]) or [self._odd(None)])
        elif action == 5 and key is not None and place is not root:
            place[key] = copy.deepcopy(other) if _is_small(other) and _depth(root) < 120 else None
        elif action == 6 and key is not None and isinstance(place[key], str):
            place[key] = self.texts.text()
        elif action == 7 and isinstance(place, dict):
            place["$ref"] = self.schemas.reference()
        elif key is not None and _depth(root) < 120:
            place[key] = self._nested(place[key])

    def _odd(self, value: Any) -> Any:
        if isinstance(value, (int, float)) and self.random.random() < 0.5:
            return self.random.choice(_NUMBERS)
        if self.random.random() < 0.3:
            return self.schemas.draw(2)
        return self.texts.value()

    def _nested(self, value: Any) -> Any:
        keyword = self.random.choice(("items", "allOf", "additionalProperties", "x"))
        for _ in range(self.random.choice((1, 2, 40, 120))):
            value = {keyword: [value] if keyword == "allOf" else value}
        return value

    def spoil(self, content: bytes) -> bytes:
        """Return bytes with some changes."""
        for _ in range(self.random.choice((1, 1, 2, 5))):
            start = self.random.randrange(len(content) + 1)
            end = min(len(content), start + self.random.choice((0, 0, 1, 10, 200)))
            filling = self.random.choice((b"", self.random.choice(_BYTES), self._line()))
            content = content[:start] + filling + content[end:]
        return content

    def _line(self) -> bytes:
        return json.dumps(self.texts.text()).encode()


def _containers(data: Any) -> Iterator[Any]:
    rest = [data]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            yield one
            rest.extend(one.values())
        elif isinstance(one, list):
            yield one
            rest.extend(one)


def _depth(data: object) -> int:
    depth, level = 0, [[data]]
    while level:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, (dict, list))
        ]
    return depth


def _is_small(data: Any) -> bool:
    return sum(1 for _ in _containers(data)) < 300


def written(random: Random, data: object) -> tuple[str, bytes]:
    """Return the suffix and the content of a file with some data: JSON, or YAML."""
    if random.random() < 0.7 or _depth(data) > 100:  # PyYAML cannot write what is deep
        return "json", json.dumps(data, ensure_ascii=random.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
    dumper = yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper
    dumped = yaml.dump(data, Dumper=dumper, allow_unicode=random.random() < 0.5, sort_keys=False)
    return "yaml", dumped.encode("utf-8", "surrogatepass")
