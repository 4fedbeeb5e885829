"""Type-check the app's own code in a package, and the imports of its types."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Location
from generator.document.source import real_path
from generator.impact.checker import run_ty
from generator.reserved_names import CUSTOM
from generator.write.custom_code import is_custom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog

_FLAG = "--check-types"


def check_own_code(package: Path, log: DiagnosticLog) -> int:
    """Log an error for each error of types, and return how many files were checked.

    ty reads the code in place: with its own settings of the project, and with the environment
    of `VIRTUAL_ENV`, else the nearest `.venv`, else that of opgen.

    Raises:
        OpgenError: ty is missing or fails, or its output cannot be parsed.
    """
    files = {real_path(one): one for one in sorted(_files(package))}  # the place may be a link
    if not files:
        return 0
    root = _import_root(package)
    options = [
        *("--output-format=gitlab", "--exit-zero", "--no-progress"),
        *("--config", f"environment.root={json.dumps([str(root)])}"),
        *("--python", str(_environment(root))),
    ]
    found = run_ty([*options, "--", *map(str, files)], root, os.environ, log, _FLAG)
    for one in found:
        path = files[real_path(root / one.path)]
        is_own = is_custom(path.relative_to(package).as_posix())
        if one.is_error and (is_own or _is_import(path, one.span[0][0])):
            advice = f"correct [tool.opgen.types], or the code in {CUSTOM}"
            log.error(
                "type-error",
                f"{one.rule}: {one.message}",
                at=Location(str(path), *one.span[0]),
                help=None if is_own else advice,
            )
    return len(files)


def _files(package: Path) -> Iterator[Path]:
    """Yield the modules of the app's own code, and those that import its types."""
    for pattern in (f"{CUSTOM}.py*", f"{CUSTOM}/**/*.py", "components.py", "components/*.py"):
        yield from (one for one in package.glob(pattern) if one.suffix in {".py", ".pyi"})


def _is_import(path: Path, line: int) -> bool:
    """Whether a line of a generated module imports a type: other errors are not the app's."""
    return path.read_text(encoding="utf-8").split("\n")[line - 1].lstrip().startswith("from ")


def _import_root(package: Path) -> Path:
    """Return the folder that absolute imports start from: the first without `__init__.py`."""
    folder = real_path(package).parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        folder = folder.parent
    return folder


def _environment(root: Path) -> Path:
    if active := os.environ.get("VIRTUAL_ENV"):
        return Path(active)
    folders = (one / ".venv" for one in (root, *root.parents))
    return next((one for one in folders if one.is_dir()), Path(sys.prefix))
