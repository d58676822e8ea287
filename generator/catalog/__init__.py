"""Catalog: entries and corrections in, a bibliography out."""
