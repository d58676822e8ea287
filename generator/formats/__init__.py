"""Formats: a collection in, citations, exports, feeds and structured data as text out."""
