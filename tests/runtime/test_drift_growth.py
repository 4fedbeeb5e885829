"""Reading data that differs takes time in proportion to its size, in any shape."""

from __future__ import annotations

import json
import time
import warnings
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from pydantic import Field, ValidationError
from runtime.errors import DriftWarning
from runtime.model import Model, validate_json
from runtime.reading import read
from support.runtime_api import API

if TYPE_CHECKING:
    from collections.abc import Callable


class Item(Model):
    id: str
    n: int | None = None


class Node(Model):
    id: str
    child: Node | None = None
    items: list[Item] | None = None


class Plus(Model):
    kind: Literal["plus"]
    left: Annotated[Plus | Minus, Field(discriminator="kind")] | None = None
    note: str | None = None


class Minus(Model):
    kind: Literal["minus"]
    left: Annotated[Plus | Minus, Field(discriminator="kind")] | None = None
    note: str | None = None


class Loose(Model):
    inner: Loose | Other | None = None
    a: str | None = None


class Other(Model):
    b: int


class Wide1(Model):
    a: str
    b: str


class Wide2(Model):
    c: int
    d: int


ITEMS = [{"id": "x", "n": 1}] * 20


def chain(size: int, leaf: dict[str, Any], **more: Any) -> dict[str, Any]:
    data = leaf
    for _ in range(size // 20):
        data = {"id": "x", "child": data, **more}
    return data


def kinds(size: int, leaf: dict[str, Any]) -> dict[str, Any]:
    data = leaf
    for n in range(size // 20):
        data = {"kind": ("plus", "minus")[n % 2], "left": data}
    return data


def loose(size: int) -> list[Any]:
    return [{"inner": {"inner": {"a": 5}, "a": "a"}}] * (size // 4)


SHAPES: dict[str, tuple[Any, Callable[[int], Any]]] = {
    "a leaf far down": (Node, lambda size: chain(size, {"id": 5}, items=ITEMS)),
    "much far down": (Node, lambda size: chain(size, {"id": 5, "items": ITEMS * (size // 10)})),
    "a leaf at each level": (Node, lambda size: chain(size, {"id": "x"}, items=[{"id": 5}])),
    "variants": (Plus, lambda size: kinds(size, {"kind": "minus", "note": 5})),
    "a new variant": (Plus, lambda size: kinds(size, {"kind": "times"})),
    "variants without constants": (list[Loose], loose),
    "bad items": (list[Item], lambda size: [{"id": 5}] * size),
    "bad items of a wide union": (list[Wide1 | Wide2], lambda size: [{"a": 1}] * size),
    "bad texts": (list[str], lambda size: [1] * size),
    "bad members": (dict[str, int], lambda size: {str(n): "x" for n in range(size)}),
    "bad members of a wide union": (
        dict[str, Wide1 | Wide2],
        lambda size: {str(n): {} for n in range(size // 4)},
    ),
    "a bad item": (list[Item], lambda size: [*ITEMS * (size // 10), {"id": 5}]),
    "lists in lists": (Any, lambda size: {"x": [[[5]]] * size}),
}


def seconds(annotation: Any, data: Any) -> float:
    body, best = json.dumps(data).encode(), 9.0
    for _ in range(3):
        started = time.process_time()
        read(annotation, body, "it", API)
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.filterwarnings("ignore::runtime.errors.DriftWarning")
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_data_takes_about_twice_the_time(shape: str) -> None:
    annotation, make = SHAPES[shape]
    seconds(annotation, make(10))  # builds what reads it
    ratios: list[float] = []
    for _ in range(5):  # other work on the machine must not decide
        ratios.append(seconds(annotation, make(1600)) / seconds(annotation, make(800)))
        if ratios[-1] < 2.6:
            break
    assert min(ratios) < 2.6, ratios


class Labels(Model):
    __pydantic_extra__: dict[str, Wide1 | Wide2]


@pytest.mark.parametrize("annotation", [dict[str, Wide1 | Wide2], Labels])
def test_a_small_body_does_not_give_very_many_errors(annotation: Any) -> None:
    """Each would take memory, for each member that each variant lacks."""
    with pytest.raises(ValidationError) as caught:
        validate_json(annotation, json.dumps({str(n): {} for n in range(100)}).encode())
    assert caught.value.error_count() == 100
    for annotated in (list[annotation], tuple[annotation, annotation]):
        with pytest.raises(ValidationError) as caught:
            validate_json(annotated, b'[{"a": {}}, {"a": {}}]')
        assert caught.value.error_count() == 1


class Near(Model):
    x: int


class Far(Model):
    x: str


class First(Model):
    u: Near | Far
    flag: int


class Second(Model):
    u: Far | Near
    z: int
    more: dict[str, Any]


def test_what_fits_below_a_difference_is_of_its_own_type() -> None:
    """The errors of one variant of a union do not touch what fits in another."""
    data = {"u": {"x": "s"}, "z": "bad", "more": {"u": {}}, "Second": [1]}
    with pytest.warns(DriftWarning) as caught:
        found = read(list[First | Second], json.dumps([data]).encode(), "variants", API)[0]
    assert type(found) is Second
    assert type(found.u) is Far
    assert found.model_dump() == data
    assert "$[0].z: 'bad' is not int" in str(caught[0].message)
    assert "[0].u" not in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert type(read(First, b'{"u": {"x": "s"}, "flag": 1}', "variants", API).u) is Far
