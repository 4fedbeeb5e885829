"""The settings of an API that are not credentials: the variables in its address."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Variable:
    """A `{variable}` in a base URL, and the setting of the same name that gives its value."""

    setting: str
    _: KW_ONLY
    default: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)  # by base URL
    options: tuple[str, ...] = ()  # empty: any text
    secret: bool = False
    environment: tuple[str, ...] = ()
