"""The audit log: every act that changed something, kept in the transaction that did it."""
