"""`make bench`: the figures of speed and memory."""
