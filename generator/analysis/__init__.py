"""Analysis: a bibliography in, its words, topics, indexes, related papers and graphs out."""
