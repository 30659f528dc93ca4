"""Facts: dated, sourced, never overwritten. See `models` for the tables, `recording` for the only way to write."""
