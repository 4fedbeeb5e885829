"""An app that a breaking change of its API touches, at just the lines that say so."""
