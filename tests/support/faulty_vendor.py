"""Runs of `opgen vendor` that go wrong at one operation of the file system after the other.

    python faulty_vendor.py TEMPLATE RUNS FAULT [no-exchange]

Copies the folder TEMPLATE to RUNS/1, RUNS/2, … and vendors `src` to `app/client` in each of them,
in a process of its own in which the first, the second, … operation goes wrong, until a run comes
to its end. FAULT is `kill`, or the name of an error (`ENOSPC`). Prints the exit codes as JSON;
that of a killed process is 77.
"""

import errno
import itertools
import json
import os
import shutil
import sys
from pathlib import Path

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.distributing.vendor import vendor
from generator.write import swap

KILLED = 77
MAKING = {"os.mkdir", "os.link", "os.symlink"}
CHANGING = {"os.rename", "os.chmod"}
REMOVING = {"os.rmdir", "os.remove"}
RENAMING = "renameat2"  # and writing the first half of a file; both without an event of Python's
HALF = "half"


class Fault:
    """What happens at an operation; `ENOSPC` stays, as a full disk does."""

    def __init__(self, point, kind):
        self.point, self.kind, self.seen = point, kind, 0
        self.events = MAKING | {"open"}
        if kind != "ENOSPC":
            self.events |= CHANGING
        if kind == "kill":
            self.events |= REMOVING | {RENAMING, HALF}

    def hook(self, event, arguments):
        if event == "open" and not (isinstance(arguments[1], str) and "w" in arguments[1]):
            return
        if event == "ctypes.dlsym":
            event = arguments[1]
        self.meet(event)

    def meet(self, event):
        if event not in self.events:
            return
        self.seen += 1
        if self.kind == "kill" and self.seen == self.point:
            os._exit(KILLED)
        if self.seen == self.point or (self.kind == "ENOSPC" and self.seen > self.point):
            number = getattr(errno, self.kind)
            raise OSError(number, os.strerror(number))


def by_halves(fault):
    def write(path, data):
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            fault.meet(HALF)
            file.write(data[len(data) // 2 :])

    return write


def run(folder, fault):
    """Vendor in a process that meets the fault; return its exit code, and whether it met it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    Path.write_bytes = by_halves(fault)
    sys.addaudithook(fault.hook)
    try:
        vendor(folder / "src", folder / "app/client", DiagnosticLog())
        code = 0
    except OpgenError as error:
        code = 1 if error.diagnostics[-1].code == "cannot-write" else 2
    except BaseException:  # noqa: BLE001  the child must not go on as the parent
        code = 3
    os._exit(code if fault.seen >= fault.point else code + 100)


def main(template, runs, kind, *rest):
    if rest:
        swap._exchange = lambda *_: False
    codes = []
    for point in itertools.count(1):
        folder = Path(runs, str(point))
        shutil.copytree(template, folder, symlinks=True)
        code = run(folder, Fault(point, kind))
        if code >= 100:
            shutil.rmtree(folder)
            assert code == 100
            break
        codes.append(code)
    print(json.dumps(codes))


if __name__ == "__main__":
    main(*sys.argv[1:])
