"""What others wrote: the tests generate the client here."""
