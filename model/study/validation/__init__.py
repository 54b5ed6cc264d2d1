"""The model against measured records: one file a kind of record, and what they share."""
