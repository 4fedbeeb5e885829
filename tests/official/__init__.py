"""The official package, method by method, held against the package of OpenAI's document."""
