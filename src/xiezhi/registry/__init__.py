"""Who is who, and who is responsible for what."""
