"""Views that deserve more than a table: findings, plans and reports, as lines with ink."""
