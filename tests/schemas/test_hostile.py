"""Small documents that would take a generator for ever, and names that are somebody else's."""

from __future__ import annotations

import time

import pytest
from support.hostile_packages import generate
from support.packages import load
from support.schema_bombs import BOMBS, document, ref, text

SECONDS = 10  # what doubles with each level would take minutes


@pytest.mark.parametrize("schemas", BOMBS.values(), ids=BOMBS)
def test_few_schemas_take_little_time(schemas, tmp_path):
    began = time.process_time()
    files, diagnostics = generate(tmp_path, document(schemas))
    assert time.process_time() - began < SECONDS
    assert files, [one.render() for one in diagnostics]
    assert sum(map(len, files.values())) < 1_000_000
    assert load(tmp_path / "hostile").send0


def test_two_attributes_tell_variants_apart(tmp_path):
    variants = [
        {
            "type": "object",
            "required": ["kind", "size"],
            "properties": {"kind": {"const": kind}, "size": {"const": size}},
        }
        for kind, size in ("ab", "ac", "db")
    ]
    schemas = {"N0": {"oneOf": variants}}
    files, _ = generate(tmp_path, document(schemas))
    source = files["components.py"].decode()
    assert source.count('discriminator="kind"') == source.count('discriminator="size"') == 1


DEVICES = ("con", "PRN", "aux", "nul", "com1", "lpt9")
OWN = (
    "str",
    "object",
    "list",
    "sorted",
    "globals",
    "getattr",
    "shared",
    "components",
    "params",
    "_api",
)


def test_no_group_takes_the_name_of_a_device_or_of_what_the_package_needs(tmp_path):
    groups = [*DEVICES, *OWN, "a", "b", "a-and-b", "webhooks"]
    common = {f"C{n}": text("c") for n in range(6)}
    held = {"type": "object", "properties": {name: ref(name) for name in common}}
    files, diagnostics = generate(tmp_path, document({"N0": held, **common}, groups))
    assert files, [one.render() for one in diagnostics]
    stems = {name.partition("/")[0].removesuffix(".py") for name in files}
    inner = {name.rpartition("/")[2].removesuffix(".py") for name in files}
    assert not {one.lower() for one in DEVICES} & (stems | inner)
    package = load(tmp_path / "hostile")
    for _ in "ab":  # the second time everything is there already
        for name in package.__all__:
            assert getattr(package, name) is not None
        assert dir(package) == package.__all__
    for number in range(len(groups)):
        assert getattr(package, f"send{number}").request().url_path == f"/{groups[number]}/one"
