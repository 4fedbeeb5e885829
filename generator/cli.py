"""The command `opgen` with its subcommands.

Exit codes: 0 success; 1 an error, or a failed check; 2 wrong usage.
"""

from __future__ import annotations

import click

from generator.commands.diff import diff
from generator.commands.distribute import vendor, wheel
from generator.commands.generate import check, generate
from generator.commands.init import init
from generator.commands.listing import list_groups
from generator.commands.schema import schema
from generator.commands.update import update


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="opgen", prog_name="opgen", message="%(prog)s %(version)s")
def main() -> None:
    """Generate a typed Python client package from an OpenAPI document.

    The package has one function per operation. Without SPEC, the settings are those of
    [tool.opgen] in the nearest pyproject.toml; options of the command line override them.
    """


for _command in (init, generate, check, list_groups, diff, update, vendor, wheel, schema):
    main.add_command(_command)
