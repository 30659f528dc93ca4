"""Pages of meetings and village matters: what a form says, what is counted of it, and how it is shown."""
