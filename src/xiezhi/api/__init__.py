"""The HTTP API, generic over procedures."""
