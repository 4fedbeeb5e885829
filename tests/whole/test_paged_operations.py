"""How many of the corpus's lists are recognised as paged, by the judgement of a person."""

import tomllib
from pathlib import Path

import pytest
from support.paged_operations import draw, planned

from generator.deep_stack import with_deep_stack

JUDGED = tomllib.loads(Path(__file__).with_name("paged_operations.toml").read_text())
LEAST = 0.9  # of those that are paged

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.usefixtures("shared"),
]


def found(slug):
    paths = [name.partition(" ")[2] for name in JUDGED[slug]]
    operations = planned(slug, paths)
    pages = {name: operations[name].pages for name in JUDGED[slug]}
    return {name: [one.rule, one.items] if one else [] for name, one in pages.items()}


def test_nine_of_ten_are_recognised_and_none_wrongly():
    right = recognised = 0
    wrong = {}
    for slug, judged in JUDGED.items():
        for name, rule in found(slug).items():
            right += bool(judged[name])
            recognised += bool(rule)
            if rule and rule != judged[name]:
                wrong[slug, name] = rule
    assert wrong == {}
    assert recognised >= LEAST * right
    assert (recognised, right) == (42, 46)


@pytest.mark.slow
@with_deep_stack
def test_they_are_drawn_at_random():
    assert draw() == sorted((slug, name) for slug, names in JUDGED.items() for name in names)
