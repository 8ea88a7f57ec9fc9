"""A county to try things out in: people and stories, performed as any act is."""
