"""The table of JSON Schema's test suite is what its cases show.

`OPGEN_WRITE_DOCS=1` writes the table that differs into the page instead of failing.
"""

import os
import re
import tomllib

from support.json_schema_suite import FOLDER, KEYWORDS, NOT_NOTICED, REASONS, cases
from support.paths import ROOT

PAGE = ROOT / "docs/reference/json-schema.md"
REGION = re.compile(r"(<!-- suite -->\n).*?(<!-- /suite -->)", re.DOTALL)
OTHER = tomllib.loads((FOLDER / "datamodel-code-generator.toml").read_text(encoding="utf-8"))


def rows():
    """Yield a row for each file of the suite."""
    for keyword in KEYWORDS:
        found = [one for one in cases() if one.group.keyword == keyword]
        valid = [one for one in found if one.valid]
        noticed = [one for one in found if not one.valid and one.differs]
        yield (
            f"`{keyword}`",
            f"{sum(not one.differs for one in valid)} of {len(valid)}",
            f"{len(noticed)} of {len(found) - len(valid)}",
            "; ".join(sorted({why for one in found for why in reasons(one)})) or "",
            OTHER["status"].get(keyword, "not listed"),
        )


def reasons(one):
    """Yield why a valid value is warned of, or why an invalid one is not."""
    if one.inferred and one.differs:
        yield "a type is inferred"
    if one.valid or one.differs:
        return
    if one.key[:2] in NOT_NOTICED:
        yield REASONS[NOT_NOTICED[one.key[:2]]]
    elif one.degraded:
        yield "counted as degraded"
    else:
        yield "constraints are not checked"


def test_the_table_is_what_the_cases_show():
    head = ("group", "valid: no warning", "invalid: a warning", "why not all", OTHER["name"])
    lines = [" | ".join(one) for one in (head, ("---",) * 5, *rows())]
    table = "".join(f"| {line} |\n" for line in lines)
    text = PAGE.read_text(encoding="utf-8")
    current = REGION.sub(lambda one: f"{one[1]}{table}{one[2]}", text)
    if os.environ.get("OPGEN_WRITE_DOCS"):
        PAGE.write_text(current, encoding="utf-8")
    else:
        assert text == current
