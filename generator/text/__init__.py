"""Text made safe and right: LaTeX read once, then shown as plain Unicode, as Markdown or as BibTeX.

`inline` reads the listing's mixture of plain text and LaTeX into a few kinds of node, by what `commands`, `braces`,
`dollars` and `entities` know of them; `maths` turns a formula into MathML or Unicode; `links` finds bare addresses, and
`code_links` the one of a paper's code; `markdown` writes nodes as Markdown that says exactly what
the text says; `slug` makes the words of URLs.
"""
