# Functions that the copy of an app calls. A checker knows the module that `import_module` returns,
# and does not narrow the type of an attribute of a call.
import importlib
from typing import TypeVar

_T = TypeVar("_T")

opgen_module = importlib.import_module

def opgen_value(value: _T) -> _T: ...
