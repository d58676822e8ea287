"""Text processing: LaTeX and plain text in, Unicode, Markdown, MathML, BibTeX, slugs and words for search out;
scripts and styles in, smaller ones out."""
