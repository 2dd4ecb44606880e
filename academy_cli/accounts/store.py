"""The rows of people and of the roles they hold.

Knows the tables; refuses transactions.
"""
