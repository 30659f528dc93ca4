"""Parts of the pages of reviews: the article with its links, forms, rights, and what a verification says."""
