"""Report: what was found, as figures and files; shapes and layout, with every word handed in."""
