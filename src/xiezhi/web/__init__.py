"""The pages, generic over procedures."""
