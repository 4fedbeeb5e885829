"""What the tests share: documents, packages made of them, projects, servers and judges."""
