"""Find the lines of an app that breaking changes affect, with a type checker."""
