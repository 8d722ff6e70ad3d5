"""Speed and memory, as ratios against named rivals in one run; never part of the tests."""

from backstride.workflows.own_process import keep_to_one_thread

# As every command does, and before any measurement loads NumPy: threads that wait for one another
# count as processor time.
keep_to_one_thread()
