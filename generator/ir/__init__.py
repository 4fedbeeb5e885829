"""The package to be written, as frozen values: everything is decided but how it is printed.

Shapes and nodes say what of the document each part is made from: `diff` compares them.
"""

from generator.ir.operation import (
    Argument,
    Body,
    Decorator,
    Events,
    Operation,
    Pages,
    Place,
    Polls,
    Undecided,
)
from generator.ir.package import (
    ErrorBody,
    Errors,
    Extra,
    Group,
    GroupDescription,
    Package,
    Webhooks,
)

__all__ = [
    "Argument",
    "Body",
    "Decorator",
    "ErrorBody",
    "Errors",
    "Events",
    "Extra",
    "Group",
    "GroupDescription",
    "Operation",
    "Package",
    "Pages",
    "Place",
    "Polls",
    "Undecided",
    "Webhooks",
]
