"""Write a typed Python client package from an OpenAPI document."""
