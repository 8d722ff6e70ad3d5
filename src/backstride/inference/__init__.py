"""Floor 2: the personal dose-response model.

Calendar, banded solver, sites, integration, Gibbs verifier, contrasts, verdict.
"""
