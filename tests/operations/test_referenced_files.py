"""A document in several files: path items, operations, parameters, bodies and schemas."""

import json

import pytest
from support.caller import HTTP
from support.documents import document
from support.packages import imported
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog

FILES = {
    "paths/pets.yaml": """
parameters: [{$ref: '../parameters.yaml#/Limit'}]
get: {$ref: operations.json#/list}
post:
  operationId: addPet
  requestBody: {$ref: ../bodies/pet.yaml}
  responses:
    '201': {$ref: '../responses.yaml#/Created'}
    default: {$ref: '../responses.yaml#/Error'}
""",
    "paths/operations.json": json.dumps(
        {
            "list": {
                "operationId": "listPets",
                "responses": {"200": {"$ref": "../responses.yaml#/Pets"}},
            }
        }
    ),
    "parameters.yaml": "Limit: {name: limit, in: query, schema: {$ref: 'schemas/limit.json'}}",
    "bodies/pet.yaml": (
        "required: true\ncontent: {application/json: {schema: {$ref: ../schemas/Pet.yaml}}}"
    ),
    "responses.yaml": """
Pets:
  description: All pets.
  content: {application/json: {schema: {type: array, items: {$ref: schemas/Pet.yaml}}}}
Created:
  description: The new pet.
  content: {application/json: {schema: {$ref: './schemas/Pet.yaml#'}}}
Error: {description: Wrong., content: {application/json: {schema: {$ref: '#/Problem'}}}}
Problem: {type: object, properties: {title: {type: string}}}
""",
    "schemas/limit.json": '{"type": "integer"}',
    "schemas/Pet.yaml": """
type: object
required: [name]
properties:
  name: {type: string}
  friends: {type: array, items: {$ref: '#'}}
  kind: {$ref: '#/$defs/Kind'}
  home: {$ref: '../openapi.json#/components/schemas/Home'}
$defs: {Kind: {type: string, enum: [cat, dog]}}
""",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_all_of_it_is_one_package(folder):
    with Server() as server:
        home = {"type": "object", "properties": {"street": {"type": "string"}}}
        made = document({"/pets": {"$ref": "paths/pets.yaml"}}, {"Home": home}, url=server.url)
        (folder / "openapi.json").write_text(json.dumps(made))
        log = DiagnosticLog()
        client = imported(folder / "client", folder / "openapi.json", log)
        client.configure(http_client=HTTP)
        assert log.diagnostics == ()
        pet = {"name": "a", "friends": [{"name": "b"}], "kind": "cat", "home": {"street": "s"}}
        server.say([pet])
        (read,) = client.list_pets(limit=3)
        assert server.asked[-1].target == "/v1/pets?limit=3"
        assert (read.friends[0].name, read.kind, read.home.street) == ("b", "cat", "s")
        assert type(read) is type(read.friends[0]) is client.components.Pet
        server.say(pet)
        client.add_pet(**pet)
        assert server.asked[-1].json == pet
