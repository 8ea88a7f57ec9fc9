"""Xiezhi 协执: administrative enforcement together, in one office."""
