"""A git repository of a test, with the git of the computer."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The settings of the user have no influence, and each commit has the same digest.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.test",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.test",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}

PROJECT = '[tool.opgen]\nspec = "api/openapi.yaml"\noutput = "src/pets_client"\nall = true\n'
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.test'}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: breed, in: query, schema: {type: string}}
      responses:
        '200': {description: All., content: {application/json: {schema:
          {$ref: 'common/pet.yaml#/Pet'}}}}
    delete:
      operationId: dropPets
      responses: {'204': {description: Done.}}
"""
PET = "Pet: {type: object, properties: {name: {type: string}, kind: {enum: [cat, dog]}}}\n"


def git(folder: Path, *arguments: str) -> str:
    """Return what git prints for a command in a folder; fail if the command fails."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str = "change") -> None:
    """Commit everything in a repository, which is made if there is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={message}")


def pets_project(folder: Path) -> Path:
    """Make a repository of a project whose document has a referenced file; return its folder."""
    (folder / "api" / "common").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "api" / "openapi.yaml").write_text(DOCUMENT)
    (folder / "api" / "common" / "pet.yaml").write_text(PET)
    commit(folder, "one")
    return folder
