"""Word documents: the page of official papers, templates read and filled, native plots, and the notes on figures."""
