"""Backstride: does running aggravate my sciatica, leave it alone, or ease it; how sure are we."""

__version__ = "0.1.0"
