"""Everything a runner owns as one archive of open formats, and back; the only place of Parquet."""
