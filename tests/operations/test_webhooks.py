"""Webhooks of a document: the package that reads them, given what comes over a socket."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest
from support import documents
from support.command import done
from support.deliveries import SECRET, delivery
from support.documents import ref
from support.packages import imported

from generator.diagnostics import DiagnosticLog, OpgenError

STANDARD = 'webhooks = "standard"\n'


def payload(kind: str, **data: str) -> dict:
    properties = {
        "type": {"type": "string", "enum": [kind]},
        "at": {"type": "integer"},
        "data": {
            "type": "object",
            "required": list(data),
            "properties": {name: {"type": of} for name, of in data.items()},
        },
    }
    return {"type": "object", "required": ["type", "data"], "properties": properties}


def hook(schema: dict, media: str = "application/json", method: str = "post") -> dict:
    body = {"content": {media: {"schema": schema}}}
    return {method: {"requestBody": body, "responses": {"200": {"description": "Thanks"}}}}


def operation(name: str) -> dict:
    return {"get": {"operationId": name, "responses": {"204": {"description": "Nothing"}}}}


def document(hooks: dict | None = None, paths: dict | None = None, **more: object) -> dict:
    born, sold = payload("pet.born", name="string"), payload("pet.sold", price="integer")
    both = {"born": hook(ref("Born")), "sold": hook(ref("Sold"))}
    paths = {"/pets": operation("listPets")} if paths is None else paths
    more["webhooks"] = both if hooks is None else hooks
    return documents.document(paths, {"Born": born, "Sold": sold}, **more)


@pytest.fixture
def generate(tmp_path):
    """Make the package of a document, `standard` by its profile by default."""

    def generate(described, groups=(), profile=STANDARD):
        mine, generate.log = tmp_path / "mine.toml", DiagnosticLog()
        mine.write_text(profile)
        chosen = {"groups": groups, "profile": str(mine)}
        return imported(tmp_path / "client", described, generate.log, **chosen)

    return generate


BORN = {"type": "pet.born", "at": 1, "data": {"name": "Zoë"}}
SOLD = {"type": "pet.sold", "data": {"price": 3}}


def test_a_webhook_that_comes_over_a_socket(generate):
    client = generate(document())
    received = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                received.append(client.parse_webhook(body, self.headers, SECRET))
                self.send_response(200)
            except client.WebhookVerificationError as error:
                received.append(error)
                self.send_response(400)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as http:
        threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{http.server_address[1]}/"
        body, headers = delivery(BORN)
        assert httpx2.post(url, content=body, headers=headers).status_code == 200
        changed = body.replace("Zo", "Bo")
        assert httpx2.post(url, content=changed, headers=headers).status_code == 400
        http.shutdown()
    born, forged = received
    assert isinstance(born, client.components.Born)
    assert (born.data.name, born.at) == ("Zoë", 1)
    assert isinstance(forged, client.WebhookVerificationError)


def test_payloads_are_told_apart_by_their_tag(generate):
    client = generate(document())
    sold = client.parse_webhook(*delivery(SOLD), SECRET)
    assert isinstance(sold, client.components.Sold)
    assert sold.model_dump() == SOLD


def test_what_is_new_is_kept_and_told_of_once(generate):
    client = generate(document())
    new = {**BORN, "colour": "red"}
    assert client.parse_webhook(*delivery(new), SECRET).model_dump() == new  # says nothing
    unknown = {"type": "pet.lost", "data": {"where": "wood"}}
    with pytest.warns(client.DriftWarning, match=r"webhook pet\.lost: the payload differs"):
        lost = client.parse_webhook(*delivery(unknown), SECRET)
    assert lost.model_dump() == unknown
    assert lost.data == {"where": "wood"}
    client.parse_webhook(*delivery(unknown), SECRET)  # warned of already
    with pytest.warns(client.DriftWarning, match=r"webhook pet\.born: .*\$\.data\.name: missing"):
        born = client.parse_webhook(*delivery({**BORN, "data": {}}), SECRET)
    assert isinstance(born, client.components.Born)
    with pytest.warns(client.DriftWarning, match=r"webhook: the payload differs.*a list is not"):
        assert client.parse_webhook(*delivery([]), SECRET) == []


@pytest.mark.parametrize("body", ["", "{", "hello", '{"a": 1} more'])
def test_what_is_no_json_raises(generate, body):
    client = generate(document())
    with pytest.raises(client.APIResponseError, match="the webhook is not JSON") as caught:
        client.parse_webhook(*delivery(body), SECRET)
    assert caught.value.raw_body == body.encode()


def test_nothing_is_read_before_it_is_verified(generate):
    client = generate(document())
    with pytest.raises(client.WebhookVerificationError):
        client.parse_webhook(b"{", {**delivery("}")[1]}, SECRET)
    with pytest.raises(client.WebhookVerificationError, match="and 0 s are allowed"):
        client.parse_webhook(*delivery(BORN), SECRET, tolerance=0)


def test_what_is_chosen(generate):
    client = generate(document(), groups=("webhooks",))
    assert {"parse_webhook", "webhooks"} < set(client.__all__)
    assert not hasattr(client, "list_pets")
    client = generate(document(), groups=("pets",))
    assert {"parse_webhook", "webhooks", "WebhookVerificationError"}.isdisjoint(client.__all__)
    assert not hasattr(client.components, "Born")
    client = generate(document({}))
    assert "webhooks" not in client.__all__


def test_a_document_without_webhooks_has_no_such_group(generate):
    with pytest.raises(OpgenError) as caught:
        generate(document({}), groups=("webhooks",))
    assert [one.code for one in caught.value.diagnostics] == ["unknown-group"]


def test_a_group_of_that_name_has_its_operations_too(generate):
    paths = {"/webhooks/x": operation("parseWebhook"), "/x": operation("webhooks")}
    client = generate(document(paths=paths), groups=("webhooks",))
    assert client.parse_webhook_.request().url_path == "/webhooks/x"
    assert client.webhooks_operations.parse_webhook_ is client.parse_webhook_
    assert isinstance(client.parse_webhook(*delivery(BORN), SECRET), client.components.Born)
    client = generate(document(paths=paths))
    assert client.webhooks.parse_webhook is client.parse_webhook
    assert client.webhooks_.request().url_path == "/x"


def test_a_group_of_that_name_alone_keeps_it(generate):
    client = generate(document({}, {"/webhooks/x": operation("parseWebhook")}))
    assert client.webhooks.parse_webhook is client.parse_webhook
    assert client.parse_webhook.request().url_path == "/webhooks/x"


def test_a_document_may_have_webhooks_alone(generate):
    described = document()
    del described["paths"]
    client = generate(described)
    assert isinstance(client.parse_webhook(*delivery(SOLD), SECRET), client.components.Sold)


def test_without_a_scheme_nothing_is_said_to_be_verified(generate):
    client = generate(document(), profile="")
    assert {"parse_webhook", "WebhookVerificationError"}.isdisjoint(client.__all__)
    assert isinstance(client.read_webhook(json.dumps(SOLD)), client.components.Sold)
    assert isinstance(client.read_webhook(json.dumps(SOLD).encode()), client.components.Sold)


def test_a_scheme_that_is_unknown(generate):
    with pytest.raises(OpgenError) as caught:
        generate(document(), profile="\nwebhooks = 'svix'")
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line, one.help) == ("invalid-profile", 2, "use 'standard'")


def test_payloads_of_every_kind(generate):
    """Inline, one twice, by another method, in another media type, none at all."""
    hooks = {
        "new pet": hook(payload("a", x="string")),
        "again": hook(ref("Born")),
        "born": hook(ref("Born"), "application/vnd.pet+json; v=1", "put"),
        "form": hook(ref("Sold"), "application/x-www-form-urlencoded"),
        "empty": {"get": {"responses": {}}},
        "shared": {"$ref": "#/components/pathItems/shared"},
    }
    items = {"shared": hook({"type": "array", "items": {"type": "string"}})}
    described = document(hooks)
    described["components"]["pathItems"] = items
    client = generate(described)
    codes = [one.code for one in generate.log.diagnostics]
    assert codes.count("webhook-without-json") == len(codes) == 2
    event = client.parse_webhook(*delivery({"type": "a", "data": {"x": "y"}}), SECRET)
    assert isinstance(event, client.components.NewPetWebhook)
    assert isinstance(client.parse_webhook(*delivery(BORN), SECRET), client.components.Born)
    assert client.parse_webhook(*delivery(["a"]), SECRET) == ["a"]
    assert not hasattr(client.components, "Sold")


def test_one_payload_needs_no_union(generate):
    client = generate(document({"born": hook(ref("Born"))}))
    assert isinstance(client.parse_webhook(*delivery(BORN), SECRET), client.components.Born)
    assert not hasattr(client.components, "WebhookEvent")


def test_payloads_that_are_the_same_union_keep_their_names(generate):
    either = {"oneOf": [ref("Born"), ref("Sold")]}
    made = generate(document({"first": hook(either), "second": hook(either)}))
    names = [name for name in dir(made.components) if name.endswith("Webhook")]
    assert names == ["FirstWebhook", "SecondWebhook"]


def test_webhooks_of_openapi_3_0_stand_in_an_extension(generate):
    described = document()
    described["openapi"] = "3.0.3"
    described["x-webhooks"] = described.pop("webhooks")
    client = generate(described)
    assert isinstance(client.parse_webhook(*delivery(BORN), SECRET), client.components.Born)


def test_callbacks_are_told_of(generate):
    paths = {"/pets": operation("listPets")}
    paths["/pets"]["get"]["callbacks"] = {"done": {"{$request.query.url}": hook({})}}
    generate(document(paths=paths))
    assert [one.code for one in generate.log.diagnostics] == ["callback"]


def test_names_of_webhooks_are_text_only(generate):
    hooks = {'"""\nimport os\n\\': hook(ref("Born")), "description": hook(ref("Sold"))}
    client = generate(document(hooks))
    assert "import os" in client.webhooks.__doc__
    assert not hasattr(client.webhooks, "os")


def test_webhooks_cost_nothing_to_those_who_have_none(generate, tmp_path):
    generate(document())
    code = (
        "import sys, client; client.list_pets.request(); "
        "assert not [name for name in sys.modules if 'webhooks' in name]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_the_command_tells_of_webhooks(tmp_path):
    spec, profile = tmp_path / "spec.json", tmp_path / "mine.toml"
    spec.write_text(json.dumps(document()))
    profile.write_text(STANDARD)
    listed = done("list", spec)
    assert listed.startswith("1 operation in 1 group\n")
    assert listed.endswith(
        "\nwebhooks  2 webhooks, selected with --group webhooks\n  POST    born\n  POST    sold\n"
    )
    found = json.loads(done("list", spec, "--json"))
    assert found["webhooks"] == [
        {"name": "born", "method": "POST"},
        {"name": "sold", "method": "POST"},
    ]
    options = ["--group", "webhooks", "--output", tmp_path / "client"]
    assert "\n  2 webhooks\n" in done("generate", spec, "--profile", profile, *options)
