"""The keywords of OpenAPI and JSON Schema, and what opgen does with each."""
