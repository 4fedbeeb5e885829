# What the copy of an app calls. A checker knows which module an import by its name gives, and
# that what a call returns is not what an attribute was a line before.
import importlib
from typing import TypeVar

_T = TypeVar("_T")

opgen_module = importlib.import_module

def opgen_value(value: _T) -> _T: ...
