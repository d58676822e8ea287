"""Enrichment: papers of a collection in; what services and dumps know of them, as the text of `enriched.yml`, out."""
