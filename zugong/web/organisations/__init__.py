"""The tree of organisations as pages show it, and the story of one of them."""
