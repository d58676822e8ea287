"""The press: writes the generated part of the site by itself, as MkDocs would, and only what has changed."""
