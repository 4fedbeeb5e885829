"""Faulty documents: what is generated of them, and whether the corrections mend them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.diagnostics import DiagnosticLog
from support.documents import document, operation
from support.packages import load, make

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from generator.diagnostics import Diagnostic
    from generator.pipeline import Generated

GOOD = {"/x/good": {"get": operation(name="good", reply={"type": "integer"})}}


@dataclass
class Repaired:
    """A package of a faulty document, and the faults."""

    package: ModuleType
    folder: Path
    faults: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.faults]

    def source(self, module: str) -> str:
        return (self.folder / f"{module}.py").read_text()


def repaired(folder: Path, paths: object, schemas: object = None, **more: Any) -> Repaired:
    """Make the package of a document with faults and with the operation `good`.

    The overlay actions of the faults correct the document, and then the package is the same.
    """
    whole = {**GOOD, **paths} if isinstance(paths, dict) else paths
    return of_document(folder, {**document(whole, schemas), **more})


def lines(made: Generated) -> dict[str, list[bytes]]:
    """Return the lines of each file but the lock: corrected members may be in another order."""
    return {
        name: sorted(content.splitlines())
        for name, content in made.files.items()
        if name != "opgen.lock"
    }


def of_document(folder: Path, described: object) -> Repaired:
    log = DiagnosticLog()
    client = folder / "client"
    made = make(client, described, log)
    faults = log.diagnostics
    assert all(one.is_fault and one.location for one in faults), faults
    package = load(client)
    assert package.good.request().url_path == "/x/good"
    corrections = [action.to_json() for one in faults for action in one.mend]
    if all(one.mend for one in faults):
        overlay = {"overlay": "1.0.0", "actions": corrections}
        (folder / "overlay.json").write_text(json.dumps(overlay))
        log = DiagnosticLog()
        mended = make(client, described, log, overlays=(folder / "overlay.json",))
        assert log.diagnostics == ()
        assert lines(mended) == lines(made)
    return Repaired(package, client, faults)
