"""From schemas to shapes: what a value looks like, whatever the way a document says it."""
