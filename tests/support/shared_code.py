"""The runtime is the same in all packages that tests import: Python compiles it once."""

from __future__ import annotations

import functools
from importlib.machinery import SourceFileLoader
from types import CodeType

_compile = SourceFileLoader.source_to_code


@functools.cache
def _compiled(source: bytes) -> CodeType:
    return compile(source, "", "exec", dont_inherit=True)


def _of_file(code: CodeType, path: str) -> CodeType:
    """Return the same code as that of a file."""
    constants = (
        _of_file(one, path) if isinstance(one, CodeType) else one for one in code.co_consts
    )
    return code.replace(co_filename=path, co_consts=tuple(constants))


def source_to_code(loader: SourceFileLoader, data: bytes, path: str, **options: int) -> CodeType:
    """Compile a module as Python does, but those of a `_runtime` once for all packages."""
    if options or "/_runtime/" not in path:
        return _compile(loader, data, path, **options)
    return _of_file(_compiled(bytes(data)), path)
