"""Code in a process of its own, to measure its memory alone."""

import os

from support.paths import TEMPLATES, TESTS
from support.processes import python

MOST = """
import asyncio, resource, sys
from pathlib import Path
from support import files_api

def most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""


def child(code: str, *arguments: object) -> int:
    """Run code that calls `files_api` and `most`, its memory; return the number it prints."""
    path = os.pathsep.join([str(TESTS), str(TEMPLATES)])
    return int(python("-c", MOST + code, *arguments, PYTHONPATH=path).stdout)
