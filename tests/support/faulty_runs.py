"""Runs of `opgen` that go wrong at one operation of the file system after the other.

    python faulty_runs.py TEMPLATE RUNS FAULT ARGUMENT…

Copies the folder TEMPLATE to RUNS/1, RUNS/2, … and runs the command in each of them, in a process
of its own in which the first, the second, … operation goes wrong, until a run comes to its end.
FAULT is one of

- `kill`: the process ends at each operation that changes something,
- an error (`EACCES`): each operation that changes something fails once; `all-EACCES`: all after
  it fail too, as on a read-only disk; of `ENOSPC` only those that need more of a full one,
- `swap`: at each operation, one that only reads too, another document takes the place of
  `api.yaml`, and at once another the place of `source.yaml`,
- `limit`: no file can have more bytes than a number that grows from run to run.

Of modules, which are all alike, only those count that are the first of a folder. With
OPGEN_EVERY_CASE in the environment (`make sweep`) all other operations count. Without it only the
first of several operations of a kind counts, until one puts a file or folder in its place; those
on documents always count.

`no-exchange-kill` is `kill` where two names cannot be exchanged at once. Prints for each run the
exit code (77 of a killed process), the operation and what the command said, as JSON.
"""

import errno
import itertools
import json
import os
import re
import resource
import shutil
import signal
import sys
from pathlib import Path
from types import FunctionType, MethodType

from click.testing import CliRunner

from generator import pipeline
from generator.cli import main as opgen
from generator.diagnostics import DiagnosticLog
from generator.updating import update
from generator.write import replace

KILLED = 77
CHANGES = {"os.mkdir", "os.link", "os.symlink", "os.rename", "os.chmod", "os.rmdir", "os.remove"}
MAKING = {"os.mkdir", "os.link", "os.symlink"}
RENAMING = "renameat2"
ALIKE = re.compile(r"(?<!__init__)\.py$|\.pyi$")
PLACING = {"os.link", "os.rename", RENAMING}
EVERY_CASE = "OPGEN_EVERY_CASE" in os.environ
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Fault:
    """What happens at an operation."""

    def __init__(self, point, kind):
        self.point, self.seen, self.where = point, 0, ""
        self.kind = kind.removeprefix("all-")
        self.stays = kind != self.kind
        self.changes = MAKING if self.kind == "ENOSPC" else CHANGES
        self.is_busy = False
        self.met = set()

    def hook(self, event, arguments):
        if event == "os.mkdir" and Path(arguments[0]).is_dir():
            return
        if event == "ctypes.dlsym" and arguments[1] == RENAMING:
            self.meet(RENAMING)
        elif event in self.changes or (event == "open" and self.meant(*arguments)):
            self.meet(f"{event} {arguments[0]}")

    def meant(self, path, _, flags):
        return flags & WRITING or (self.kind == "swap" and ".yaml" in str(path))

    def meet(self, what):
        if self.is_busy or self.kind == "limit" or ALIKE.search(what.partition(" ")[2]):
            return
        if not EVERY_CASE and self.is_known(what):
            return
        self.seen += 1
        if self.seen == self.point:
            self.where = what
        if self.seen == self.point or (self.stays and self.seen > self.point):
            self.happen(what)

    def is_known(self, what):
        """Whether one of this kind went before, since something was put in its place."""
        event, _, path = what.partition(" ")
        if event in PLACING:
            self.met.clear()
        elif not path.endswith(".yaml"):
            if event in self.met:
                # All after the fault fail too, also those that do not count.
                return not (self.stays and self.where)
            self.met.add(event)
        return False

    def happen(self, what):
        match self.kind:
            case "kill":
                os._exit(KILLED)
            case "swap":
                self.is_busy = True
                for name in ("api.yaml", "source.yaml"):
                    shutil.copyfile(f"swapped-{name}", f"beside-{name}")
                    Path(f"beside-{name}").replace(name)
                self.is_busy = False
            case _ if what != RENAMING:
                number = getattr(errno, self.kind)
                raise OSError(number, os.strerror(number))


def limited(point):
    """Let no file grow beyond a size; whether that can be met at all."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(64 * 1.5**point), resource.RLIM_INFINITY))


def run(folder, fault, arguments):
    """Run the command in a process that meets the fault; return what came of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading) as said:
            text = said.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return json.loads(text) if text else [code, "", ""]
    os.chdir(folder)
    if fault.kind == "limit":
        limited(fault.point)
    sys.addaudithook(fault.hook)
    done = CliRunner().invoke(opgen, arguments, prog_name="opgen")
    fault.is_busy = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    said = done.output if isinstance(done.exception, SystemExit | None) else repr(done.exception)
    with os.fdopen(writing, "w") as output:
        output.write(json.dumps([done.exit_code, fault.where, said]))
    os._exit(0)


def is_over(kind, found):
    return found[0] == 0 if kind == "limit" else found[0] != KILLED and not found[1]


def main(template, runs, kind, *arguments):
    if kind.startswith("no-exchange-"):
        kind = kind.removeprefix("no-exchange-")
        replace._exchange = lambda *_: False
    # What is imported and formatted for the first run need not be for each.
    if kind != "limit":
        pipeline.format_modules = remembering(pipeline.format_modules)
    if arguments[0] == "update" and kind not in {"limit", "swap"}:
        # What differs from run to run is written to the disk only, so what is planned is the same.
        update.generate, update.plan = map(remembering, (update.generate, update.plan))
        shutil.copytree(template, Path(runs, "warm"))
        os.chdir(Path(runs, "warm"))
        warm = CliRunner().invoke(opgen, arguments)
        assert warm.exit_code == 0, warm.output
        os.chdir(template)
    elif (source := Path(template, "source.yaml")).exists():
        # A package names the file of its document.
        document = Path(runs, "warm", "api.yaml")
        document.parent.mkdir()
        shutil.copyfile(source, document)
        elsewhere = (str(document), "--all", "--output", f"{runs}/warm/client")
        warm = CliRunner().invoke(opgen, ["generate", "--force", *elsewhere])
        assert warm.exit_code == 0, warm.output
    results = []
    for point in itertools.count(1):
        folder = Path(runs, str(point))
        shutil.copytree(template, folder, symlinks=True)
        found = run(folder, Fault(point, kind), arguments)
        if is_over(kind, found):
            break
        results.append(found)
    print(json.dumps(results))


def remembering(function):
    known = {}

    def remembered(*values, **named):
        # Logs and what shows the progress differ, but decide nothing.
        decisive = [
            one for one in values if not isinstance(one, DiagnosticLog | MethodType | FunctionType)
        ]
        key = repr((decisive, named))
        if key not in known:
            known[key] = function(*values, **named)
        return known[key]

    return remembered


if __name__ == "__main__":
    main(*sys.argv[1:])
