"""From operation objects to what is sent and what comes back."""
