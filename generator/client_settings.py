"""The settings of a client that are not credentials, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.naming import Identifier
    from generator.python_types import Constant, PythonType
    from generator.schemas.shapes import Shape
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientParameter:
    """A setting for a parameter that all operations have.

    Attributes:
        required: a call without a value raises.
        default: the value that is sent if none is given.
        environment: the environment variables that may have the value.
        everywhere: operations that have no such parameter send it too.
    """

    setting: Identifier
    place: Literal["header", "query", "cookie"]
    wire: Untrusted
    shape: Shape
    type: PythonType
    required: bool
    default: Constant | None
    environment: tuple[str, ...]
    description: Untrusted
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class NamedServer:
    """One of several servers: the name that chooses it, and its URL."""

    name: Untrusted
    url: Untrusted
    description: Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A setting for a variable in the URLs of servers, where it is `{setting}`.

    Attributes:
        default: its value if none is given; None if one must be given.
        defaults: by URL, the default where it is another.
        options: the only values, if there are any.
        secret: no error or log shows the value.
        environment: the environment variables that may have it.
    """

    setting: Identifier
    default: str | None
    defaults: Mapping[str, str]
    options: tuple[str, ...]
    secret: bool
    environment: tuple[str, ...]
    description: Untrusted
