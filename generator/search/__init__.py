"""Search: a collection in, what the browser searches out; `js/` is the engine that runs there."""
