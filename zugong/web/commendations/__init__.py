"""Pages of commendations: rounds with their proposals, medals for years in the Party, titles with their validity."""
