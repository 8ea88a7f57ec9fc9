"""Rights on tables that belong to the libraries."""
