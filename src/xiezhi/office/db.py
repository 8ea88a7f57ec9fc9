"""The office's way to its tables: statements written by hand."""

from xiezhi.registry.statements import Given, Writing, execute, fetch, first, planned

__all__ = ["Given", "Writing", "execute", "fetch", "first", "planned"]
