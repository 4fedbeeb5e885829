"""How many of the corpus's lists are recognised as paged, by the judgement of a person."""

import tomllib
from pathlib import Path

import pytest
from support.paged_operations import found

from generator.deep_stack import with_deep_stack

JUDGED = tomllib.loads(Path(__file__).with_name("paged_operations.toml").read_text())
LEAST = 0.9  # of those that are paged

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.usefixtures("shared"),
]


@with_deep_stack
def test_nine_of_ten_are_recognised_and_none_wrongly():
    right = recognised = 0
    wrong = {}
    for slug, judged in JUDGED.items():
        for name, rule in found(slug, list(judged)).items():
            right += bool(judged[name])
            recognised += bool(rule)
            if rule and rule != judged[name]:
                wrong[slug, name] = rule
    assert wrong == {}
    assert recognised >= LEAST * right
    assert (recognised, right) == (42, 46)
