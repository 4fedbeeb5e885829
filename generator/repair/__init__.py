"""Make each part of a document what OpenAPI says that it is; log what was not."""
