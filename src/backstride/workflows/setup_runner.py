"""Use case: the runner tells, once or again, what helps to read the runs."""
