"""What the pages of training are made of."""
