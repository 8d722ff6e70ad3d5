"""REST under ``/api/v1``: the same use cases as the pages, as data with problem details."""
