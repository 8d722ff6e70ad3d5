"""Floor 2: what the back receives; ground force, easy kilometres, spinal shrinkage, the dose of a day."""
