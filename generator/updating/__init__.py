"""What keeps a package up to date: fetching, updating, vendoring."""
