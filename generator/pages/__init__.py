"""Pages: a collection in, real Markdown and the files beside it out.

`blocks` says what a page is made of, `layout` where pages stand and how they link to each other. `paper`, `headings`,
`home` and `maps` describe the pages, out of the parts in `components`, `overview` and `charts`; `markdown` writes them.
`metadata`, `files` and `search` are for programs. `every` hands on all files.
"""
