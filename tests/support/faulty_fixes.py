"""Runs of `write_fixes` that go wrong at one operation of the file system after the other.

    python faulty_fixes.py TEMPLATE RUNS FAULT

Copies the folder TEMPLATE to RUNS/1, RUNS/2, … and writes `new` for each `old` in its modules, in
a process in which the first, the second, … operation goes wrong, as `faulty_runs` describes it.
Prints for each run the exit code and the operation, as JSON.
"""

import itertools
import json
import os
import shutil
import sys
from pathlib import Path

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.fixing.fix import FixedFile
from generator.fixing.proposal import TextEdit, apply
from generator.fixing.write import write_fixes
from generator.impact.app_files import read_app_files
from support.faulty_runs import KILLED, Fault, limited


def fixed(folder):
    """The files at a path, with `new` for `old`."""
    for source in read_app_files(folder, DiagnosticLog()):
        if "old" in source.text:
            at = source.text.index("old")
            edits = (TextEdit(at, at + 3, "new"),)
            yield FixedFile(source, edits, apply(source.text, edits))


def run(folder, fault):
    files = list(fixed(folder))
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as output:
            text = output.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return json.loads(text) if text else [code, ""]
    if fault.kind == "limit":
        limited(fault.point)
    sys.addaudithook(fault.hook)
    code = 0
    try:
        write_fixes(files, DiagnosticLog())
    except OpgenError:
        code = 1
    fault.is_busy = True
    os.write(writing, json.dumps([code, fault.where]).encode())
    os._exit(code)


def main(template, runs, kind):
    results = []
    for point in itertools.count(1):
        folder = Path(runs, str(point))
        shutil.copytree(template, folder)
        found = run(folder, Fault(point, kind))
        if found[0] != KILLED and not found[1]:
            break
        results.append(found)
    print(json.dumps(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
