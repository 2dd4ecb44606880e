"""The database: engines, transactions, locks, bulk writes and migrations, alike on both engines."""
