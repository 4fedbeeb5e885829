"""Run trials one after another, within limits; report each fault as a line of JSON.

The arguments are a kind, a seed, the first number and the number after the last one.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

from .judge import Fault, check_format, judge
from .texts import CANARY
from .trials import draw

SECONDS = 20
"""Of the processor, for one trial."""
MEGABYTES = 1024
_WALL = 300
_BATCH = 25
_running: list[int] = []


def main() -> None:
    """Run the trials that the arguments name."""
    kind, seed, first, last = sys.argv[1], *map(int, sys.argv[2:5])
    folder = Path(os.environ["OPGEN_FUZZ_FOLDER"]) / f"child-{os.getpid()}"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _too_slow)
    signal.signal(signal.SIGALRM, _too_slow)
    folder.mkdir(parents=True)
    # If a text of a document becomes code, it finds this module.
    (folder / f"{CANARY}.py").write_text("")
    sys.path.insert(0, str(folder))
    kept: list[tuple[int, Path]] = []
    for number in range(first, last):
        _say(start=number)
        place = folder / str(number)
        place.mkdir()
        kept.append((number, place))
        _try(kind, seed, number, place)
        if len(kept) >= _BATCH or number == last - 1:
            _check_batch(kept)
            kept.clear()
    _say(megabytes=_most_memory(), end=True)
    shutil.rmtree(folder, ignore_errors=True)


def _try(kind: str, seed: int, number: int, place: Path) -> None:
    _running.append(number)
    began, before = time.process_time(), _most_memory()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(_WALL)
    try:
        has_package = judge(draw(kind, seed, number), place)
    except BaseException as error:  # whatever it is, it is a fault
        if isinstance(error, KeyboardInterrupt):
            raise
        cause = error.__cause__ or error
        text = "".join(traceback.format_exception(cause)[-12:])
        _say(fault=number, message=str(error)[:3000], traceback=text[-6000:])
        has_package = False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    if (most := _most_memory()) > MEGABYTES > before:
        _say(fault=number, message=f"{most} MB")
    seconds = round(time.process_time() - began, 2)
    _say(done=number, package=has_package, seconds=seconds)


def _check_batch(kept: list[tuple[int, Path]]) -> None:
    folders = {number: [one.parent for one in at.rglob("opgen.lock")] for number, at in kept}
    try:
        check_format([one for several in folders.values() for one in several])
    except Fault:
        for number, several in folders.items():
            try:
                check_format(several)
            except Fault as fault:
                _say(fault=number, message=str(fault))
    for _, place in kept:
        shutil.rmtree(place, ignore_errors=True)


def _most_memory() -> int:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _too_slow(*_: object) -> None:
    """Report the trial that runs, and end: a thread of it would run on."""
    stacks = (traceback.format_stack(frame)[-12:] for frame in sys._current_frames().values())
    text = "\n".join("".join(one) for one in stacks)
    _say(fault=_running[-1], message=f"it takes more than {SECONDS} s", traceback=text[-6000:])
    os._exit(1)


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
