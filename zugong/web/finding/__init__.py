"""What the one search box finds: records by the index of names, figures, record types and pages by looking through them."""
