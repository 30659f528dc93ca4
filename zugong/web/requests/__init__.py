"""What the pages of requests for data share: who may open one, its state in words, its boxes as a form."""
