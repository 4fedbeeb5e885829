"""The subcommands of `opgen`, a module each; only they and `printing` print."""
