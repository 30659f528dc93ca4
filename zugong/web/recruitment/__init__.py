"""What the pages of recruitments share: who may do what, words, forms read from what was typed."""
