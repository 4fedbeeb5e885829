"""What a client does when a service fails: each fault is real, on a socket of its own."""
