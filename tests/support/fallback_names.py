"""Arguments whose names are opgen's own, because the document has none that Python can use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.ir import Package

_MADE_UP = re.compile(r"(?:\w+_)?(?:unnamed|n_\d)\w*")


def fallback_arguments(package: Package) -> list[str]:
    """Return `function.argument` for each: `unnamed`, `n_1`, and `body` for a whole body."""
    found: list[str] = []
    for operation in package.operations:
        whole = {body.arguments[0].name for body in operation.bodies if body.whole}
        found += [
            f"{operation.name}.{one.name}"
            for one in operation.arguments
            if one.name in whole or _MADE_UP.fullmatch(one.name)
        ]
    return found
