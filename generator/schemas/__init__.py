"""Read JSON schemas as shapes, the same for OpenAPI 3.0 and 3.1."""
