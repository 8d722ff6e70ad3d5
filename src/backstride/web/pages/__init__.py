"""One file for each page: its addresses, what it asks of a workflow, and its template."""
