"""A document for the first commands of a newcomer, and where they put it."""

from __future__ import annotations

from support.documents import STRING, document, operation, thing

SPEC = "pet_store.openapi.json"
ORIGIN = f"{SPEC}.origin.json"


def pets(url="/", **more):
    paths = {
        "/pets": {
            "post": operation(name="addPet", body=thing(name=STRING)),
            "get": operation(name="listPets", reply={"type": "array", "items": STRING}),
        },
        "/owners/{id}": {
            "get": operation(
                {"name": "id", "in": "path", "required": True, "schema": STRING}, name="getOwner"
            )
        },
    }
    return {
        **document(paths, url=url, **more),
        "info": {"title": "Pet Store API (beta)", "version": "1"},
    }


def source(service):
    """The URL of the document."""
    return f"http://127.0.0.1:{service.port}/openapi.json"
