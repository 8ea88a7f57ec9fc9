"""The county's bodies and the demonstration catalogue, as data."""
