"""Speed and memory, as ratios against named rivals in one run; never part of the tests."""
