"""Cases: staged work on one person or organisation by the rules of the day of each act."""
