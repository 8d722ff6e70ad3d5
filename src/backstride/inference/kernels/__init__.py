"""Compiled numerics: eight hyper-parameter points side by side through one banded solve."""
