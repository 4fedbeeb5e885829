"""Reads workflow commands as the runner of GitHub Actions does (`ActionCommand.TryParseV2`)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Command:
    """A command; `properties` and `message` are unescaped."""

    name: str
    message: str
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int]:
        return self.properties["file"], int(self.properties["line"])


def unescaped(text: str, *, is_property: bool) -> str:
    mappings = [("%0D", "\r"), ("%0A", "\n")]
    mappings += [("%3A", ":"), ("%2C", ",")] if is_property else []
    for escape, character in (*mappings, ("%25", "%")):
        text = text.replace(escape, character)
    return text


def command_of(line: str) -> Command | None:
    """Return the command that a line of the log is; None for other text."""
    text = line.lstrip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    head, _, data = text[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = (one.split("=", 1) for one in rest.strip().split(",") if "=" in one)
    properties = {key: unescaped(value, is_property=True) for key, value in pairs if value}
    return Command(name, unescaped(data, is_property=False), properties)


def commands_of(output: str) -> list[Command]:
    """Return the commands of an output that has nothing else."""
    found = [command_of(line) for line in output.splitlines()]
    assert all(one is not None for one in found), output
    return [one for one in found if one]
