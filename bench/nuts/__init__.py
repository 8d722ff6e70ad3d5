"""The model of our engine in NumPyro, sampled by NUTS, to hold time and posterior against."""
