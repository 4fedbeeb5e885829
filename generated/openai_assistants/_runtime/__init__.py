"""What generated operations are made of; the same for every API."""
