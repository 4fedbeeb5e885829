"""The table of diagnostic codes is complete: no code is missing, unused or of a wrong severity."""

import ast
from pathlib import Path
from typing import get_args

from generator import diagnostic_codes
from generator.diagnostics import Severity

SOURCES = Path(diagnostic_codes.__file__).parent.rglob("*.py")
CODES = get_args(diagnostic_codes.Code)
TABLE = diagnostic_codes.explanations()
# What reports a code by a method of the log's own, or prints it without a log.
SEVERITIES = {
    "error": "error",
    "fail": "error",
    "fault": "fault",
    "warning": "warning",
    "degrade": "warning",
}


def calls():
    """Yield each call in the generator."""
    for path in SOURCES:
        if path.name != "diagnostic_codes.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            yield from (node for node in nodes if isinstance(node, ast.Call))


def reported():
    """The pairs of code and severity that the generator reports by a literal code."""
    return {
        (call.args[0].value, SEVERITIES[call.func.attr.lstrip("_")])
        for call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr.lstrip("_") in SEVERITIES
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


# Passed through a variable, so that only the type checker sees them.
THROUGH_VARIABLES = {
    ("invalid-toml", "error"),
    ("unknown-group", "error"),
    ("unknown-tag", "error"),
    ("outside-ref", "fault"),
    ("remote-ref", "fault"),
    ("unresolved-ref", "fault"),
}


def test_the_type_and_the_table_have_the_same_codes_in_alphabetical_order():
    assert list(CODES) == list(TABLE) == sorted(CODES)


def test_each_code_is_reported_with_exactly_the_severities_of_the_table():
    said = {(code, severity) for code, one in TABLE.items() for severity in one.severities}
    assert reported() | THROUGH_VARIABLES == said
    assert not reported() & THROUGH_VARIABLES


def test_every_explanation_is_complete():
    assert {severity for one in TABLE.values() for severity in one.severities} <= {
        *Severity,
        "fault",
    }
    for one in TABLE.values():
        assert one.meaning.endswith(".")
        assert one.action.endswith(".")
