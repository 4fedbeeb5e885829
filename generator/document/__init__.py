"""Read documents and select operations; each node knows its location in the source."""
