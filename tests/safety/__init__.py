"""Invented runners for the safety screen, written before any of its rules."""
