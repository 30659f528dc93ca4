"""What the pages of cases are made of: who asks, a case in words, the form of a step."""
