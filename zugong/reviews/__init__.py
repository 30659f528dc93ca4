"""Reviews and briefings: written texts whose every number is a figure."""
