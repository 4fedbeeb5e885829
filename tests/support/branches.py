"""Two branches of a project that git merges."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support.command import done

PROJECT = '[tool.opgen]\nspec = "api.yaml"\nall = true\noutput = "client"\n'
_HEAD = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\nservers: [{url: 'https://a.test'}]\n"
_OPERATION = """  /{name}s/{{id}}:
    get:
      operationId: get_{name}
      tags: [{name}s]
      summary: Return one {name}.
      parameters:
        - name: id
          in: path
          required: true
          schema: {{type: string}}
        - name: size
          in: query
          schema: {{type: integer}}
      responses:
        '200':
          description: One {name}.
          content:
            application/json:
              schema:
                type: object
                properties:
                  {name}_id: {{type: string}}
"""
NAMES = ("apple", "banana", "cherry", "date", "elder", "fig", "grape", "hazel", "iris", "juniper")
"""Names of operations: one branch adds to the first, the other to the last."""


def document(*names: str) -> str:
    """Return a document with one operation for each name, in this order."""
    return _HEAD + "paths:\n" + "".join(_OPERATION.format(name=name) for name in names)


def git(*arguments: str, code: int = 0) -> str:
    """Run git in the current folder; return what it prints."""
    settings = ("user.name=A", "user.email=a@b.test", "commit.gpgsign=false")
    named = [part for one in settings for part in ("-c", one)]
    run = subprocess.run(["git", *named, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout


def commit(text: str) -> None:
    """Commit all files."""
    git("add", "-A")
    git("commit", "-qm", text)


def start(content: str, project: str = PROJECT) -> None:
    """Make a repository of a project with its package in the current folder."""
    git("init", "-q", "-b", "main", ".")
    Path("pyproject.toml").write_text(project)
    Path("api.yaml").write_text(content)
    done("generate")
    commit("start")


def branch(name: str, **files: str) -> None:
    """Make a branch of main whose document, or other files, are these, and generate there."""
    git("checkout", "-q", "-b", name, "main")
    for path, text in files.items():
        Path(path.replace("__", ".")).write_text(text)
    done("generate")
    commit(name)


def conflicts() -> list[str]:
    """Return the paths of the files with conflicts."""
    return git("diff", "--name-only", "--diff-filter=U").split()
