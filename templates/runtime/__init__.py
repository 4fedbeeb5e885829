"""The parts of every generated operation; they are the same for every API."""
