"""The command `opgen`, run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from generator.cli import main

if TYPE_CHECKING:
    from click.testing import Result


def opgen(*arguments: object) -> Result:
    """Run the command; a defect of it is raised."""
    done = CliRunner().invoke(main, [str(one) for one in arguments], prog_name="opgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    assert "error[internal]" not in done.output
    return done


def done(*arguments: object) -> str:
    """Run the command, which succeeds; return what it prints."""
    run = opgen(*arguments)
    assert run.exit_code == 0, run.output
    return run.stdout
