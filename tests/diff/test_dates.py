"""The published documents of eight dates, each compared with the next."""

from __future__ import annotations

import functools
import json
import time
from itertools import pairwise

import pytest
from support.command import done
from support.diff_documents import VALIDATOR, described
from support.openai_documents import DATES
from support.sweeps import some

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

SECONDS = 30  # some five on an idle machine


@functools.cache
def compare(folder, before, after):
    places = [folder / f"specs/openai/{date}.yaml" for date in (before, after)]
    found = json.loads(done("diff", *places, "--all", "--format", "json"))
    VALIDATOR.validate(found)
    return found["changes"]


@pytest.mark.parametrize(("before", "after"), some(list(pairwise(DATES)), 2))
def test_each_step_is_told_in_little_time_and_nothing_twice(shared, before, after):
    started = time.process_time()
    found = compare(shared, before, after)
    assert time.process_time() - started < SECONDS
    assert found
    lines = described(found)
    assert sorted(set(lines)) == sorted(lines)
    assert max(map(len, lines)) < 800
    for one in found:
        what = one["code"].rsplit("-", 1)[-1]
        whole = one["code"].split("-")[0] in ("function", "type", "module")
        # A setting, an export, and the body of errors come from several places.
        if not one["code"].startswith(("setting", "export")) and "Error" not in one["subject"]:
            assert one["before"] or (whole and what == "added"), one
            assert one["after"] or (whole and what == "removed"), one


@pytest.mark.parametrize("date", some([DATES[0], DATES[-1]], 2))
def test_a_document_does_not_differ_from_itself(shared, date):
    assert compare(shared, date, date) == []


def test_an_alias_that_takes_an_alias_in_takes_what_that_takes(shared):
    """`VoiceIdsOrCustomVoiceId` came with the old voices as one of its branches."""
    lines = described(compare(shared, "2025-03-22", "2026-05-13"))
    assert [line for line in lines if "`create_speech`, `voice`" in line] == [
        "additive argument-widened `create_speech`, `voice`: new variant `VoiceIdsOrCustomVoiceId`"
    ]
    assert [line for line in lines if "`Response.tool_choice`: is no longer" in line] == []


def test_what_a_list_holds_is_renamed_and_the_list_is_not_changed(shared):
    lines = described(compare(shared, "2026-05-13", "2026-08-14"))
    assert "breaking type-renamed `BatchErrorsDataItem`: renamed to `BatchError`" in lines
    assert [line for line in lines if "`BatchErrors.data`" in line] == []


# Some of those that are right, as both documents show.
RENAMED = {
    ("2023-11-07", "2024-04-18"): {
        "ChatCompletionFunctionParameters": "FunctionParameters",
    },
    ("2025-03-22", "2026-05-13"): {
        "RealtimeSessionCreateResponse.modalities": "output_modalities",
        "UsageTimeBucket.result": "results",
        "UsageTimeBucketResultItem": "UsageTimeBucketResult",
        "UrlCitation": "UrlCitationBody",
        "retrieve_project_api_key.key_id": "api_key_id",
    },
}


@pytest.mark.parametrize("dates", RENAMED, ids=" to ".join)
def test_real_renames_are_found(shared, dates):
    found = {}
    for one in compare(shared, *dates):
        at = one["target"]
        parts = (at.get(key) for key in ("function", "type", "argument", "attribute"))
        if "rename" in one:
            found[".".join(filter(None, parts))] = one["rename"]["new"]
    assert RENAMED[dates].items() <= found.items()
