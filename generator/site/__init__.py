"""Site: everything between pages and MkDocs: the files under `docs/`, cache, processes, and a fast way to the site."""
