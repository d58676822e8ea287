"""Pages: a collection in, Markdown pages and the files beside them out."""
