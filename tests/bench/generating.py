"""What generating takes, compared with datamodel-code-generator and openapi-python-client."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .measure import BIN, DOCUMENT, Ratio, in_turn, process

if TYPE_CHECKING:
    from pathlib import Path

    from .measure import Run

OTHER = shutil.which("openapi-python-client", path=str(BIN)) or shutil.which(
    "openapi-python-client"
)
_MEGABYTES = 300
_NOTHING = 0.3


def opgen(package: Path, *selection: str, verb: str = "generate") -> Run:
    command = (BIN / "opgen", verb, DOCUMENT, *selection, "--output", package)
    return process(*command, cwd=package.parent)


def generate_again(package: Path, *selection: str) -> Run:
    """Generate, though nothing has changed."""
    return opgen(package, *selection, "--force")


def one_group(folder: Path) -> list[Ratio]:
    """Ours of one group, against the models of the whole document alone."""
    ours = generate_again(folder / "openai_assistants", "--group", "assistants")
    theirs = process(
        BIN / "datamodel-codegen", "--input", DOCUMENT, "--output", folder / "whole.py",
        "--output-model-type", "pydantic_v2.BaseModel", cwd=folder,
    )  # fmt: skip
    ours()
    (mine,), other = in_turn(3, ours), theirs()
    return [Ratio("one group / datamodel-codegen on all", mine.seconds, other.seconds, 0.25)]


def everything(folder: Path) -> list[Ratio]:
    """The whole document by both."""
    folder.mkdir()
    if OTHER is None:
        raise RuntimeError("openapi-python-client is not installed: pip install -e '.[dev]'")
    theirs = process(
        OTHER, "generate", "--path", DOCUMENT, "--output-path", folder / "other", "--overwrite",
        cwd=folder,
    )  # fmt: skip
    mine, other = in_turn(3, generate_again(folder / "openai_client", "--all"), theirs)
    name = "the whole document"
    return [
        Ratio(f"{name} / openapi-python-client", mine.seconds, other.seconds, 1.0),
        Ratio(f"{name} / {_MEGABYTES} MB", mine.megabytes, _MEGABYTES, 1.0, "MB"),
    ]


def again(folder: Path) -> list[Ratio]:
    """The whole unchanged document: checked, generated again, and not generated."""
    package = folder / "openai_client"
    checking = opgen(package, "--all", verb="check")
    check, generate, nothing = in_turn(
        3, checking, generate_again(package, "--all"), opgen(package, "--all")
    )
    name = f"nothing changed / {_NOTHING} s of the processor"
    return [
        Ratio("check / generate", check.seconds, generate.seconds, 1.1),
        Ratio(name, nothing.processor, _NOTHING, 1.0),
    ]
