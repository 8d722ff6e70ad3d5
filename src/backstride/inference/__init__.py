"""Floor 2: the personal dose-response model; calendar, banded solver, sites, integration, Gibbs verifier, contrasts, verdict."""
