"""What names cost: four times as many take four times as long, also where they collide."""

from __future__ import annotations

import gc
import time

import pytest
from support.documents import STRING, document, document_of, json, operation, ref, thing
from support.packages import make

FEW, MANY = 250, 1000
# Noise is allowed for; a cost that grows with the square is sixteen times as high.
MOST = 8


def colliding(number: int) -> list[str]:
    """Texts that all give one name."""
    digits = [f"{n:012b}".translate({ord("0"): "-", ord("1"): "."}) for n in range(number)]
    return [f"a{one}b" for one in digits]


def members(number):
    return document_of(operation(reply=thing(**dict.fromkeys(colliding(number), STRING))), {})


def inline_schemas(number):
    many = {text: thing(**{f"of{n}": STRING}) for n, text in enumerate(colliding(number))}
    return document_of(operation(reply=thing(**many)), {})


def parameters(number):
    given = [{"name": text, "in": "query", "schema": STRING} for text in colliding(number)]
    return document_of(operation(*given), {})


def members_of_a_body(number):
    many = {f"member{n}": STRING for n in range(4 * number)}
    return document_of(operation(body=thing(**many)), {})


def schemas(number):
    many = {text: thing(**{f"of{n}": STRING}) for n, text in enumerate(colliding(number))}
    used = thing(**{f"member{n}": ref(text) for n, text in enumerate(many)})
    return document_of(operation(reply=used), many)


def media_types(number):
    kinds = (json(thing(**{f"of{n}": STRING})) for n in range(number))
    content = {f"application/v{n}+json": next(iter(one.values())) for n, one in enumerate(kinds)}
    return document_of({**operation(), "requestBody": {"content": content}}, {})


def groups(number):
    paths = {
        f"/{text}/{n}": {"get": operation(name=f"do{n}")}
        for n, text in enumerate(colliding(number))
    }
    return document(paths)


@pytest.mark.slow
@pytest.mark.parametrize(
    "described",
    [members, inline_schemas, parameters, members_of_a_body, schemas, media_types, groups],
    ids=lambda one: one.__name__,
)
def test_the_time_is_linear(tmp_path, described):
    def cost(number):
        whole = described(number)
        gc.collect()
        start = time.process_time()
        make(tmp_path / "client", whole)
        return time.process_time() - start

    cost(10)  # the first run imports modules
    few = min(cost(FEW) for _ in range(2))
    assert cost(MANY) < MOST * few
