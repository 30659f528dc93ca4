"""One record entered by hand: the same values, checks and rights as a row of a workbook, without the workbook."""
