"""Run the git command: it asks nothing, runs no hook, and ends within a time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Final

from generator.diagnostics import clip, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.diagnostics import DiagnosticLog

_MAX_MESSAGE: Final = 2000
_OPTIONS: Final = (
    "--no-pager",
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),  # it can name a program
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)
_ENVIRONMENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",  # Git Credential Manager
    "SSH_ASKPASS_REQUIRE": "never",
    "GIT_EDITOR": "true",
    "GIT_SEQUENCE_EDITOR": "true",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
# A hook sets them. opgen looks for the repository of a folder, so they would be of another one.
_REMOVED: Final = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"),
        *("GIT_NAMESPACE", "GIT_EXTERNAL_DIFF", "GIT_TRACE", "SSH_ASKPASS"),
    )
)
_SHALLOW: Final = (
    "the clone is shallow: run `git fetch --unshallow`, or set `fetch-depth: 0` of actions/checkout"
)
_NO_SUCH: Final = "Needed a single revision"  # what git says of any name that it does not know
_NAMES: Final = "`git branch --all` and `git tag` list names; `git fetch` gets those of the server"
_USER_INFO: Final = re.compile(r"(?<=://)[^/\s]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class GitSettings:
    """The bounds of a command.

    Attributes:
        seconds: after this time git and the programs that it started are ended.
        max_output: in bytes.
        environment: variables to add to those of the process, such as `GIT_ALLOW_PROTOCOL`.
    """

    seconds: float = 120.0
    max_output: int = 256 * 1024 * 1024
    environment: Mapping[str, str] = field(default_factory=dict)


DEFAULT: Final = GitSettings()


@dataclass(frozen=True, slots=True)
class GitResult:
    """The result of a command.

    Attributes:
        code: the exit code; 0 means success.
        output: what git printed to stdout.
        message: what git printed to stderr, without the user info of URLs.
    """

    code: int
    output: bytes
    message: str


def git_output(
    arguments: Sequence[str], folder: Path, log: DiagnosticLog, what: str, *, stdin: bytes = b""
) -> bytes:
    """Return what git prints; `what` says in messages what git does, such as `list the files`.

    Raises:
        OpgenError: as `run_git`; or git exits with another code than 0.
    """
    return succeed(run_git(arguments, folder, log, stdin=stdin), what, log)


def succeed(result: GitResult, what: str, log: DiagnosticLog) -> bytes:
    """Return the output of a command; `what` is as for `git_output`.

    Raises:
        OpgenError: the exit code is not 0; the error has git's own message.
    """
    if result.code:
        reason = result.message or f"exit code {result.code}"
        log.fail("git-failed", f"git cannot {what}: {reason}", help="run git yourself to see more")
    return result.output


def repository_of(folder: Path, log: DiagnosticLog) -> Path:
    """Return the top folder of the working tree that a folder is in.

    Raises:
        OpgenError: it is in none, or git does not trust the repository.
    """
    result = run_git(["rev-parse", "--show-toplevel"], folder, log)
    if result.code:
        log.fail(
            "no-repository",
            f"{shown(str(folder.absolute()))} is not in a working tree of git: {result.message}",
            help="run opgen in the repository that has the document",
        )
    return Path(os.fsdecode(result.output.removesuffix(b"\n")))


def commit_of(revision: str, folder: Path, log: DiagnosticLog) -> str:
    """Return the digest of the commit that a revision names (gitrevisions(7)).

    Raises:
        OpgenError: the repository has no such commit.
    """
    if "\0" in revision:
        log.fail("unknown-revision", f"{shown(revision)} is not a revision", help=_NAMES)
    name = f"{revision}^{{commit}}"
    result = run_git(["rev-parse", "--verify", "--end-of-options", name], folder, log)
    if result.code:
        is_shallow = run_git(["rev-parse", "--is-shallow-repository"], folder, log).output
        advice = _SHALLOW if is_shallow.strip() == b"true" else _NAMES
        reason = "" if result.message == _NO_SUCH else f": {result.message}"
        message = f"git has no revision {shown(revision)}{reason}"
        log.fail("unknown-revision", message, help=advice)
    digest = result.output.decode().strip()
    if digest.startswith("^"):  # git reads `^main` as all but main
        log.fail("unknown-revision", f"{shown(revision)} excludes a commit", help=_NAMES)
    return digest


def run_git(
    arguments: Sequence[str],
    folder: Path,
    log: DiagnosticLog,
    *,
    stdin: bytes = b"",
    settings: GitSettings = DEFAULT,
) -> GitResult:
    """Run `git` in a folder and return its result, also if git fails.

    Args:
        arguments: of the command; put `--` or `--end-of-options` before what a user gives.
        folder: git looks for the repository in it, and in the folders above.
        log: takes the errors.
        stdin: what git reads.
        settings: bounds and environment.

    Raises:
        OpgenError: there is no git, or it prints too much or takes too long.
    """
    program = shutil.which("git")
    if program is None:
        log.fail("no-git", "the command `git` is not found", help="install git, or add it to PATH")
    name = " ".join(("git", *arguments[:1]))
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as messages:
        given.write(stdin)
        given.seek(0)
        with subprocess.Popen(
            [program, *_OPTIONS, *arguments],
            cwd=folder,
            env={**_own_environment(), **_ENVIRONMENT, **settings.environment},
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=messages,
            start_new_session=True,  # without a terminal, no program can ask for a password
        ) as process:
            output, is_late = _read(process, settings)
        messages.seek(0)
        message = messages.read(_MAX_MESSAGE).decode(errors="replace")
    if is_late:
        log.fail("git-failed", f"`{name}` did not end within {settings.seconds:g} seconds")
    if len(output) > settings.max_output:
        log.fail("too-large", f"`{name}` prints more than {settings.max_output} bytes")
    return GitResult(process.returncode, output, _harmless(message))


def _read(process: subprocess.Popen[bytes], settings: GitSettings) -> tuple[bytes, bool]:
    """Return the output, one byte more than allowed at most, and whether the time was over."""
    is_late = Event()
    timer = Timer(settings.seconds, _end, (process, is_late))
    timer.start()
    try:
        output = process.stdout.read(settings.max_output + 1) if process.stdout else b""
        if len(output) <= settings.max_output:
            process.wait()
    finally:
        timer.cancel()
        _end(process)
    return output, is_late.is_set()


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _REMOVED}


def _end(process: subprocess.Popen[bytes], is_late: Event | None = None) -> None:
    """End git and what it started, such as the program that speaks to the server."""
    if process.poll() is not None:
        return
    if is_late:
        is_late.set()
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _harmless(message: str) -> str:
    """Return a message of git without credentials, on one line."""
    lines = [line.strip() for line in message.splitlines()]
    text = "; ".join(line.removeprefix("fatal: ") for line in lines if line)
    return clip(_USER_INFO.sub("", text), _MAX_MESSAGE)
