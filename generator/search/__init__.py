"""Search: a collection in, data for the browser out; `js/` is the search engine that runs there."""
