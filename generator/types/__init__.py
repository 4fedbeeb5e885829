"""From shapes to the modules of types: what is in them, in which order, annotated how."""
