"""Pages of secret votes: who may open which, the form of a vote, its result in words."""
