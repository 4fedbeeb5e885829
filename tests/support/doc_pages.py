"""The pages of the documentation: their fenced blocks, and how those are run.

- A `console` block holds commands behind `$ `, each with the output that it prints.
- A block whose first line is a comment with a file's name is that file.
- Any other `python` block runs in the page's one namespace; what `print(…)  # text` says must be
  printed.

`...` in an expected output matches any text, as in doctest.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from markdown_it import MarkdownIt

from generator.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

_FILE = re.compile(r"# ([\w./-]+\.(?:py|toml|ya?ml))$")
_PRINTED = re.compile(r"^\s*print\(.*\)  # (.+)$", re.MULTILINE)
# What differs from run to run, and how many files a package has: each module of the runtime is one.
_CHANGING = re.compile(r"\d+\.\d+(?= ?s\b)|\d{2,}(?= (?:files|new|changed|unchanged)\b)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `line` is that of its first line, from 1."""

    page: Path
    line: int
    language: str
    options: str
    text: str

    @property
    def file(self) -> str | None:
        """The name of the file that the block is, if it is one."""
        found = _FILE.match(self.text.split("\n", 1)[0])
        return found[1] if found else None

    @property
    def runs(self) -> bool:
        """Whether it is neither a file, nor a part of one, nor something that is only shown."""
        is_part = self.options.startswith("from=")
        return self.language in ("console", "python") and not self.file and not is_part

    def commands(self) -> list[tuple[str, str]]:
        """Each command of a `console` block, and the output that it must print."""
        parts = re.split(r"^\$ ", self.text.replace("\\\n", "\\\0"), flags=re.MULTILINE)[1:]
        pairs = (part.partition("\n") for part in parts)
        return [(command.replace("\\\0", "\\\n"), output) for command, _, output in pairs]

    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page):
    """Return the fenced blocks of a page."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [
        Block(page, token.map[0] + 2, *_info(token.info), token.content)
        for token in tokens
        if token.type == "fence"
    ]


def _info(info):
    language, _, options = info.strip().partition(" ")
    return language, options


def matches(expected, actual):
    """Whether an output is the expected one; `...` matches any text."""
    pattern = ".*".join(map(re.escape, expected.rstrip().split("...")))
    return re.fullmatch(pattern, actual.rstrip(), re.DOTALL) is not None


class Session:
    """A page being run, in a folder of its own."""

    def __init__(self, folder, skipped):
        self.folder = folder
        self.skipped = skipped
        self.names = {"__name__": "__main__"}
        self.corrections = []

    def run(self, block):
        """Run a block, or write the file that it is; fail where it does not do what it says."""
        if block.file and block.language in ("python", "toml", "yaml"):
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            self._commands(block)
        elif block.language == "python" and not self.skipped(block, block.text.split("\n")[0]):
            self._python(block)

    def _python(self, block):
        code = compile("\n" * (block.line - 1) + block.text, str(block.page), "exec")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, self.names)
        lines = iter(printed.getvalue().splitlines())
        for expected in _PRINTED.findall(block.text):
            assert any(matches(expected, line) for line in lines), (
                f"{block.place()}: {expected!r} is not printed:\n{printed.getvalue()}"
            )

    def _commands(self, block):
        text = ""
        for command, output in block.commands():
            text += f"$ {command}\n{self._output(block, command, output)}"
        if text != block.text:
            self.corrections.append((block, text))

    def _output(self, block, command, expected):
        """Run a command; return the expected output, or the one that should be there instead."""
        if self.skipped(block, command):
            return expected
        code, output = _run(command.replace("\\\n", " "))
        wanted = int(block.options.removeprefix("exit=") or 0)
        assert code == wanted, f"{block.place()}: $ {command}\nends with {code}:\n{output}"
        return expected if matches(expected, output) else _elided(output)


def _elided(output):
    text = _CHANGING.sub("...", output.rstrip())
    return f"{text}\n" if text else ""


def _run(command):
    """Run a command; opgen in this process, where that is possible, since that is fast."""
    if command.startswith("opgen ") and not re.search(r"[|<>;&$*]", command):
        done = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="opgen")
        return done.exit_code, done.output
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def corrected(page, corrections):
    """Write outputs into a page."""
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    for block, text in reversed(corrections):
        start = block.line - 1
        lines[start : start + block.text.count("\n")] = [text]
    page.write_text("".join(lines), encoding="utf-8")
