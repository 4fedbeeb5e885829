"""The functions of the package of OpenAI's document."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

SHARED = (
    "openai_api_key", "openai_admin_key", "openai_organization_key", "base_url", "options",
    "stream_to",
)  # fmt: skip
"""What functions take for one call."""


@dataclass(frozen=True)
class Function:
    """A function: its name, its group, its arguments, and the operation that it calls."""

    name: str
    group: str
    verb: str
    path: str
    arguments: tuple[str, ...]
    returns: str

    @property
    def place(self) -> tuple[str, str, bool]:
        """The verb and the path with `*` for each argument, as a `Sent` has them."""
        path, _, query = self.path.partition("?")
        return self.verb, re.sub(r"\{.*?\}", "*", path), query == "beta=true"

    @property
    def in_path(self) -> list[str]:
        """The arguments of the path, in its order."""
        return re.findall(r"\{(.*?)\}", self.path)


def functions(package: ModuleType) -> list[Function]:
    """Return the functions of a package, one for each operation."""
    found = (getattr(package, name) for name in dir(package))
    return [_function(one) for one in found if hasattr(one, "aio") and hasattr(one, "path")]


def _function(one) -> Function:
    signature = inspect.signature(one)
    own = tuple(name for name in signature.parameters if name not in SHARED)
    group = one.__module__.rpartition(".")[2]
    returns = str(signature.return_annotation)
    return Function(one.__name__, group, one.method, one.path, own, returns)
