"""HTML in the texts of a document: it becomes Markdown."""
