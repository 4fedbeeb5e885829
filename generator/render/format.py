"""Format all modules in one ruff process, without the configuration of the project."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = """\
line-length = 88
target-version = "py311"
[lint]
select = ["F401", "I"]
[lint.isort]
force-sort-within-sections = false
"""


def format_modules(modules: Mapping[str, str]) -> dict[str, bytes]:
    """Return the modules formatted and their imports sorted; each is valid Python.

    Raises:
        SyntaxError: a template printed something else; a fault of ours, or of a user's template.
        OSError: the folder for temporary files is full, or cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="opgen-") as name:
        folder = Path(name)
        for path, source in modules.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source, encoding="utf-8", newline="\n")
        (folder / "ruff.toml").write_text(_SETTINGS, encoding="utf-8")
        _ruff(folder, "check", "--fix", "--quiet")
        _ruff(folder, "format", "--quiet", "--line-length", "100")
        formatted = {path: (folder / path).read_bytes() for path in modules}
    for path, content in formatted.items():
        compile(content, path, "exec", dont_inherit=True)
    return formatted


def _ruff(folder: Path, *command: str) -> None:
    from ruff import find_ruff_bin  # noqa: PLC0415  not needed to import this module

    config = ["--config", str(folder / "ruff.toml"), "--no-cache", "--no-respect-gitignore"]
    done = subprocess.run(
        [find_ruff_bin(), *command, *config, "."],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode < 0:
        raise OSError(f"ruff was ended by signal {-done.returncode}")
    if "(os error " in done.stderr:
        raise OSError(f"ruff: {done.stderr.strip()}")
    done.check_returncode()
