"""Long runs on simulated runners; their results stand in the documentation."""
