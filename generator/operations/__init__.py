"""Read operation objects: parameters, request bodies, responses and webhooks."""
