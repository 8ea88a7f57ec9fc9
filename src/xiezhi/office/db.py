"""The office's way to its tables: statements written by hand."""

from xiezhi.registry.statements import Given, execute, fetch, first, planned

__all__ = ["Given", "execute", "fetch", "first", "planned"]
