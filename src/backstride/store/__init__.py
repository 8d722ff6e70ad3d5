"""Floor 4: tables, migrations, originals by content hash, compressed samples, the import ledger."""
