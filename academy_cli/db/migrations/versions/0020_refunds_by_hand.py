"""By whom refunds go back, which need not be who took the payment.

Revision 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    column = sa.Column("provider", sa.String(16), nullable=False, server_default="stripe")
    op.add_column("refunds", column)
    op.execute(
        "update refunds set provider = 'manual' where payment_id in"
        " (select id from payments where provider = 'manual')"
    )
