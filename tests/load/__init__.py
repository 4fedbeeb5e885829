"""`make load`: many threads, and many tasks, on one client of a service that often fails."""
