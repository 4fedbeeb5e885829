"""Documents that are large in one way take time in proportion, and little memory."""

from __future__ import annotations

import json
import sys

import pytest
from support.documents import STRING, document, operation, ref, thing
from support.documents import json as as_json
from support.processes import python
from support.sweeps import EVERY_CASE

# `make test` tries documents of a third of the size.
PART = 1 if EVERY_CASE else 3
SECONDS = 20 if EVERY_CASE else 6
MEGABYTES = 300
# A process between: the memory of one that starts another counts as that of the other.
MEASURE = """\
import os, subprocess, sys
running = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(running.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def of_schema(schema, **schemas):
    return document({"/x": {"post": operation(body=schema, reply=schema)}}, schemas)


def properties():
    return of_schema(ref("A"), A=thing(**{f"p{n}": STRING for n in range(20_000 // PART)}))


def names_that_collide():
    names = ["a" + "-" * (n % 40 + 1) + "." * (n // 40) + "b" for n in range(2000 // PART)]
    return of_schema(ref("A"), A=thing(**dict.fromkeys(names, STRING)))


def schemas_that_collide():
    names = ["a" + "-" * (n % 60 + 1) + "." * (n // 60) + "b" for n in range(3000 // PART)]
    schemas = {name: thing(**{f"p{n}": STRING}) for n, name in enumerate(names)}
    return of_schema(thing(**{f"p{n}": ref(name) for n, name in enumerate(names)}), **schemas)


def media_types():
    content = {
        f"application/x{n}+json": {"schema": thing(**{f"a{n}": STRING})}
        for n in range(3000 // PART)
    }
    described = operation()
    described["requestBody"] = {"content": content}
    described["responses"]["200"]["content"] = content
    return document({"/x": {"post": described}})


def union():
    variants = {f"V{n}": thing(type={"const": f"v{n}"}, a=STRING) for n in range(1000 // PART)}
    return of_schema({"oneOf": list(map(ref, variants))}, **variants)


def chain():
    links = {f"C{n}": {"allOf": [ref(f"C{n + 1}"), thing(**{f"p{n}": STRING})]} for n in range(999)}
    return of_schema(ref("C0"), **links, C999=thing(z=STRING))


def dangling_references():
    others = {f"Thing{n}": STRING for n in range(1000 // PART)}
    return of_schema(thing(**{f"p{n}": ref(f"Think{n}") for n in range(1000 // PART)}), **others)


def constants():
    return of_schema(thing(a={"enum": [f"v{n}" for n in range(20_000 // PART)]}))


def groups():
    paths = {
        f"/group{n}/x": {"get": {**operation(reply=ref("A")), "operationId": f"do{n}"}}
        for n in range(500 // PART)
    }
    return document(paths, {"A": thing(a=STRING)})


def descriptions():
    member = {**STRING, "description": "* a\n" * 100_000}
    return of_schema(ref("A"), A={**thing(a=member), "description": "word " * 200_000})


def inline_schemas():
    paths = {
        f"/x/{n}": {
            "get": {
                **operation(),
                "operationId": f"do{n}",
                "responses": {"200": {"content": as_json(thing(data=thing(**{f"k{n}": STRING})))}},
            }
        }
        for n in range(1500 // PART)
    }
    return document(paths)


def nested_unions():
    schema = STRING
    for n in range(300):
        schema = {"oneOf": [schema, thing(**{f"p{n}": STRING})]}
    return of_schema(thing(a=schema))


def unions_of_each_other():
    schemas = {
        f"A{n}": {"anyOf": [thing(**{f"q{n}": STRING}), *(ref(f"A{m}") for m in range(60))]}
        for n in range(60)
    }
    return of_schema(ref("A0"), **schemas)


def faults_of_one_path():
    path = "/x/" + "/".join(f"{{p{n}}}" for n in range(5000 // PART))
    return document({path: {"get": operation()}})


LARGE = (
    properties, names_that_collide, schemas_that_collide, media_types, union, chain,
    dangling_references, constants, groups, descriptions, inline_schemas,
    nested_unions, unions_of_each_other, faults_of_one_path,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.parametrize("large", LARGE, ids=lambda one: one.__name__)
def test_a_large_document(large, tmp_path):
    path = tmp_path / "document.json"
    path.write_text(json.dumps(large()))
    command = (sys.executable, "-m", "generator", "generate", path, "--all")
    command = (*command, "--output", tmp_path / "client")
    seconds, megabytes = python("-c", MEASURE, *command, cwd=tmp_path).stdout.split()
    assert float(seconds) < SECONDS
    assert float(megabytes) < MEGABYTES
