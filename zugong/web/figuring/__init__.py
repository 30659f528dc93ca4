"""What the pages of figures are made of: series of days, splits, plots, comparisons."""
