"""From fixed words to the pages of an official document."""
