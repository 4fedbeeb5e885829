"""A project whose document is updated: small documents, and what is on disk."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from support.command import opgen
from support.folders import tree

PROJECT = '[tool.opgen]\nspec = "api.yaml"\nall = true\noutput = "client"\n'
_OPERATION = """  /{name}s:
    get:
      operationId: get_{name}
      parameters: [{{name: size, in: query, schema: {{type: integer}}}}]
      responses: {{'200': {{description: It., content: {{application/json: {{schema: {{
        type: object, properties: {{part: {{type: object,
          properties: {{a: {{type: string}}}}}}}}}}}}}}}}}}
"""


def document(*names, title="Things"):
    """A document with an operation of each name."""
    head = f"openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\npaths:\n"
    return (head + "".join(_OPERATION.format(name=name) for name in names)).encode()


ONE = document("pet")
TWO = document("pet", "toy")
OTHER = document("toy")


def fails(code, *arguments):
    """What a run says that fails, and leaves everything as it is, to the times of changes."""
    before = state(Path())
    run = opgen(*arguments)
    assert run.exit_code == 1, run.output
    assert f"error[{code}]" in run.stderr, run.stderr
    assert "help: " in run.stderr
    assert state(Path()) == before
    return run.stderr


def state(folder):
    """Each file and folder: its bytes, and when it was changed."""
    times = {str(path): path.lstat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
    return tree(folder), times


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def versions(changelog):
    """The versions of the entries, the newest first."""
    return re.findall(r"^## (\S+)", changelog, re.MULTILINE)


def lock():
    return json.loads(Path("client/opgen.lock").read_bytes())


def origin():
    return json.loads(Path("api.yaml.origin.json").read_bytes())


def changelog():
    return Path("client/CHANGELOG.md").read_text()


def failing(*arguments):
    """What a run says that fails; its help may be missing where the place says enough."""
    before = state(Path())
    run = opgen(*arguments)
    assert run.exit_code == 1, run.output
    assert run.stdout == ""
    assert state(Path()) == before
    return run.stderr
