"""Code in a process of its own, whose memory is its own."""

import os
import subprocess
import sys

from support.paths import TEMPLATES, TESTS


def child(code: str, *arguments: object) -> int:
    """Run code that imports the runtime, and return the number that it prints."""
    path = os.pathsep.join([str(TESTS), str(TEMPLATES)])
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)
