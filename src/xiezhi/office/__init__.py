"""Where acts are performed, recorded and made known."""
