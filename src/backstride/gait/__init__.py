"""Floor 2: how the runner moves, per sample and per leg; cadence, contact, flight, duty factor, grade, walking."""
