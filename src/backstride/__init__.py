"""Backstride: is running aggravating my sciatica, leaving it alone, or easing it, and how sure are
we."""

__version__ = "0.1.0"
