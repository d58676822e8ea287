"""Pages: a collection in, real Markdown out.

`layout` says where pages stand and how they link to each other, `parts` writes what several pages share, `paper`,
`headings` and `home` write the pages, and `every` hands on all of them.
"""
