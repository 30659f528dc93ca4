"""Reading any workbook a county officer has: .xlsx, .xls and .csv become plain tables, hostile files become sentences."""

from zugong.exchange.reading.opening import read_table
from zugong.exchange.reading.tables import BadCell, Merge, RawTable

__all__ = ["BadCell", "Merge", "RawTable", "read_table"]
