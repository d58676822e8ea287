"""Sources: texts on disk or in git in, entries and what stands beside them out."""
