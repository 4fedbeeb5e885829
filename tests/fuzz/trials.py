"""A trial: files that are drawn by a seed and a number, and the commands to run with them."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import yaml

from .documents import Documents
from .mutations import Mutations, written
from .settings import Settings, toml

ROOT = Path(__file__).parents[2]
_GENERATE = ("generate", "--all", "--output", "client")
_EXAMPLES = ("docs/examples/tasks.yaml", "tests/impact/api/old.yaml")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is in a folder, and the command lines to run there.

    Attributes:
        edits: files to write after the first command.
    """

    files: dict[str, bytes]
    commands: tuple[tuple[str, ...], ...]
    edits: dict[str, bytes] = field(default_factory=dict)


def draw(kind: str, seed: int, number: int) -> Trial:
    """Return a trial; the same arguments give the same trial."""
    random = Random(f"{seed} {kind} {number}")
    return _KINDS[kind](random)


def _document(random: Random) -> Trial:
    data: object = Documents(random).draw()
    if random.random() < 0.3:
        data = Mutations(random).change(data, random.choice((1, 2, 5)))
    suffix, content = written(random, data)
    return _of_document(suffix, content)


def _of_document(suffix: str, content: bytes) -> Trial:
    name = f"document.{suffix}"
    return Trial({name: content}, (("generate", name, *_GENERATE[1:]),))


def _mutant(random: Random) -> Trial:
    """A document of ours, or a drawn one, with changes of its data or its bytes."""
    if random.random() < 0.3:
        data: object = Documents(random).draw()
    else:
        data = _example(random.choice(_EXAMPLES))
    mutations = Mutations(random)
    data = mutations.change(data, random.choice((1, 2, 3, 8)))
    suffix, content = written(random, data)
    if random.random() < 0.3:
        content = mutations.spoil(content)
    return _of_document(suffix, content)


@functools.cache
def _example(name: str) -> object:
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), yaml.SafeLoader)


def _overlay(random: Random) -> Trial:
    overlay: object = Settings(random).overlay()
    mutations = Mutations(random)
    if random.random() < 0.3:
        overlay = mutations.change(overlay, 2)
    suffix, content = written(random, overlay)
    if random.random() < 0.1:
        content = mutations.spoil(content)
    files = {"document.json": _tasks(), f"overlay.{suffix}": content}
    generate = ("generate", "document.json", *_GENERATE[1:])
    return Trial(files, ((*generate, "--overlay", f"overlay.{suffix}"),))


def _profile(random: Random) -> Trial:
    mutations = Mutations(random)
    profile = mutations.change(Settings(random).profile(), random.choice((0, 1, 2, 4)))
    content = toml(profile)
    if random.random() < 0.2:
        content = mutations.spoil(content)
    files = {"document.json": _tasks(), "profile.toml": content}
    generate = ("generate", "document.json", *_GENERATE[1:])
    return Trial(files, ((*generate, "--profile", "profile.toml"),))


def _configuration(random: Random) -> Trial:
    settings, mutations = Settings(random), Mutations(random)
    table = settings.configuration()
    if random.random() < 0.3:
        table = mutations.change(table, 1)
    content = toml(table if isinstance(table, dict) else {})
    if random.random() < 0.2:
        content = mutations.spoil(content)
    files = {
        "document.json": _tasks(),
        "pyproject.toml": content,
        "overlay.json": json.dumps(settings.overlay()).encode(),
        "profile.toml": toml(settings.profile()),
    }
    return Trial(files, (("generate",), ("check",), ("list",), ("update", "document.json")))


def _lock(random: Random) -> Trial:
    """A package whose lock is edited, with the seal of opgen or without it."""
    generate = ("generate", "document.json", *_GENERATE[1:])
    again = random.choice((generate, (*generate, "--force"), ("check", *generate[1:])))
    update = ("update", "document.json", "--spec", "spec.json", *_GENERATE[1:])
    edit = json.dumps({"seed": random.randrange(2**32), "sealed": random.random() < 0.8}).encode()
    files = {"document.json": _tasks(), "spec.json": _tasks()}
    return Trial(files, (generate, again, update), {"edit-of-lock": edit})


def edited_lock(content: bytes, edit: bytes) -> bytes:
    """Return a lock with the edits that a trial describes."""
    from generator.write import lock_layout

    described = json.loads(edit)
    mutations = Mutations(Random(described["seed"]))
    if not described["sealed"]:
        return mutations.spoil(content)
    data = mutations.change(json.loads(content), 3)
    return lock_layout.sealed(data) if isinstance(data, dict) else json.dumps(data).encode()


@functools.cache
def _tasks() -> bytes:
    return json.dumps(_example(_EXAMPLES[0])).encode()


_KINDS = {
    "document": _document, "mutant": _mutant, "overlay": _overlay, "profile": _profile,
    "configuration": _configuration, "lock": _lock,
}  # fmt: skip
KINDS = tuple(_KINDS)
