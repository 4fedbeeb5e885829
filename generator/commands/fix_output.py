"""Format the fixes of an app: as text with a diff, as Markdown, and as JSON."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

from generator.commands.printing import pluralize
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.fixing.fix import Failure, FixedFile, Fixes, Remaining
    from generator.impact.find import Use


def fixes_as_text(fixes: Fixes, *, is_written: bool) -> str:
    """Return the counts, the diff if it is not written, and what is left to do by hand."""
    parts = [_summary(fixes, is_written=is_written)]
    if not is_written:
        parts += [diff for one in fixes.files if (diff := "\n".join(_diff(one)))]
    if fixes.remaining:
        lines = ["To do by hand"]
        for one in fixes.remaining:
            lines.append(f"  {place(one.use)}: {one.use.change.text}{note(one.use)}")
            lines += [f"      {visible(one.use.text)}", f"      {_what_to_do(one)}"]
        parts.append("\n".join(lines))
    if fixes.failures:
        lines = ["Other lines that ty refuses with the new package"]
        for failure in fixes.failures:
            lines.append(f"  {place(failure)}: {visible(failure.message)}")
            lines.append(f"      {visible(failure.text)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def fixes_as_markdown(fixes: Fixes, *, is_written: bool) -> str:
    """Return the same as `fixes_as_text` under headings."""
    parts = [f"### {_summary(fixes, is_written=is_written)}"]
    diff = [line for one in fixes.files for line in _diff(one)]
    if diff and not is_written:
        longest = max((len(line) for line in diff if set(line[1:].strip()) == {"`"}), default=2)
        fence = "`" * max(3, longest + 1)
        parts.append("\n".join([f"{fence}diff", *diff, fence]))
    if fixes.remaining:
        lines = ["### To do by hand", ""]
        for one in fixes.remaining:
            where = place(one.use).replace("`", " ")
            lines.append(f"- `{where}`{note(one.use)}: {one.use.change.text}. {_what_to_do(one)}")
        parts.append("\n".join(lines))
    if fixes.failures:
        lines = ["### Other lines that ty refuses with the new package", ""]
        for failure in fixes.failures:
            where = place(failure).replace("`", " ")
            lines.append(f"- `{where}`: {visible(failure.message)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def fixes_as_json(fixes: Fixes, *, is_written: bool) -> dict[str, object]:
    """Return the fixes as JSON; `changes.schema.json` describes it."""
    return {
        "written": is_written,
        "fixed": [_use(one) for one in fixes.fixed],
        "files": [_file(one) for one in fixes.files],
        "remaining": [_remaining(one) for one in fixes.remaining],
        "failures": [_failure(one) for one in fixes.failures],
    }


def _file(one: FixedFile) -> dict[str, object]:
    diff = "".join(f"{line}\n" for line in _diff(one))
    return {"file": str(one.source.path), "edits": list(_edits(one)), "diff": diff}


def _remaining(one: Remaining) -> dict[str, object]:
    about = {"certain": one.use.certain, "advice": one.advice, "checker": one.message}
    return {**_use(one.use), **about}


def _failure(one: Failure) -> dict[str, object]:
    place = {"file": str(one.path), "line": one.line, "column": one.column}
    return {**place, "checker": one.message}


def _summary(fixes: Fixes, *, is_written: bool) -> str:
    fixed, left = len(fixes.fixed), len(fixes.remaining)
    if not fixed:
        return f"No use fixed, {left} to do by hand" if left else "Nothing to fix"
    files = pluralize(len(fixes.files), "file")
    end = "" if is_written else "; --write writes the fixes"
    return f"{pluralize(fixed, 'use')} fixed in {files}, {left} to do by hand{end}"


def _diff(file: FixedFile) -> Iterator[str]:
    """Yield the lines of a unified diff, without newlines."""
    name = str(file.source.path)
    texts = file.source.text, file.text
    # `splitlines` would also split at form feeds and other characters.
    before, after = (re.findall(r"[^\n]*\n|[^\n]+$", text) for text in texts)
    for line in unified_diff(before, after, name, name):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _edits(file: FixedFile) -> Iterator[dict[str, object]]:
    for one in file.edits:
        line, column = file.source.position(one.start)
        end_line, end_column = file.source.position(one.end)
        yield {
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "new_text": one.text,
        }


def _use(one: Use) -> dict[str, object]:
    return {
        "file": str(one.path),
        "line": one.line,
        "column": one.column,
        "code": one.change.code,
        "subject": one.change.subject,
        "message": one.change.message,
    }


def _what_to_do(one: Remaining) -> str:
    if not one.message:
        return one.advice
    return f"{one.advice} ty refuses the rewritten line: {visible(one.message)}"


def note(use: Use) -> str:
    """Return what follows the place of a use that a change only may break."""
    return "" if use.certain else " (possibly)"


def place(one: Use | Failure) -> str:
    """Return `file:line:column`."""
    return f"{visible(str(one.path))}:{one.line}:{one.column}"
