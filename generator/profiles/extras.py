"""Read the `[[extras]]` of a profile: modules that the package gets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import resources
from generator.diagnostics import shown
from generator.digests import sha256_of
from generator.naming import is_identifier, snake_case
from generator.profiles.profile import Extra
from generator.provenance import Input
from generator.reserved_names import MODULES

if TYPE_CHECKING:
    from pathlib import Path

    from generator.profiles.profile import Profile
    from generator.profiles.toml_tables import Table


def read_extras(tables: list[Table], profile: Path) -> tuple[Extra, ...]:
    """Return the rules of a profile; each has a module of its own.

    Raises:
        OpgenError: as for `read_extra`.
    """
    rules: list[Extra] = []
    for table in tables:
        rule = read_extra(table, profile)
        earlier = {one.module for one in rules}
        if rule.module in earlier:
            table.reject("module", "is the same in two tables")
        if rule.part_of and rule.part_of not in earlier:
            table.reject("part_of", "is not the module of an earlier table")
        rules.append(rule)
    return tuple(rules)


def read_extra(table: Table, profile: Path) -> Extra:
    """Return a rule of a profile for a module, whose file exists.

    Raises:
        OpgenError: a name is not one of Python, or the file does not exist.
    """
    rule = table.read(Extra)
    if rule.module != snake_case(rule.module, taken=MODULES) or rule.module.startswith("_"):
        table.reject("module", f"has {shown(rule.module)}, which cannot be the name of a module")
    for key, names in (("exports", rule.exports), ("decorators", rule.decorators.values())):
        for name in names:
            if not is_identifier(name):
                table.reject(key, f"has {shown(name)}, which is not a name of Python")
    file = resources.extra_file(profile, rule.module)
    if not file.is_file():
        name = shown(f"{rule.module}.py")
        table.reject("module", f"needs the file {name} next to the profile")
    return replace(rule, file=file)


def own_extras(profile: Profile) -> tuple[Input, ...]:
    """Return the names and digests of the modules next to a user's own profile."""
    if profile.file is None:
        return ()
    files = [one.file for one in profile.extras if one.file.parent != resources.extras()]
    return tuple(Input(one.name, sha256_of(one.read_bytes())) for one in files)
