"""From parsed rows to what would be recorded: resolve references, compare with the store, say it row by row."""
