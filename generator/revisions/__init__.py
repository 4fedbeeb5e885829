"""The files of git revisions."""
