"""The webhooks of OpenAI's document, held against the official package."""

from __future__ import annotations

import json
import warnings

import openai
import pytest
import yaml
from support.deliveries import SECRET, delivery
from support.packages import imported


@pytest.mark.corpus
@pytest.mark.slow
def test_the_webhooks_of_the_openai_document(shared, tmp_path):
    """Every example of the document, signed, read, and held against the official package."""
    spec = shared / "specs/openai/2026-08-21.json"
    client = imported(tmp_path / "client", spec, groups=("webhooks",))
    described = json.loads(spec.read_text())
    official = openai.OpenAI(api_key="sk-test", webhook_secret=SECRET)
    for item in described["webhooks"].values():
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        name = schema["$ref"].rpartition("/")[2]
        # YAML takes a comma behind the last item, as two of the examples have it.
        example = yaml.safe_load(described["components"]["schemas"][name]["x-oaiMeta"]["example"])
        body, headers = delivery(example)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            event = client.parse_webhook(body, headers, SECRET)
        assert type(event).__name__ == name
        assert event.model_dump() == example
        theirs = official.webhooks.unwrap(body, headers)
        assert event.type == theirs.type
        assert theirs.to_dict() == example
        assert warned == []
    assert len(described["webhooks"]) == 16
