"""The services of the catalogue: finding courses, putting some in front, reviews, recommendations.

Knows what they are made of; refuses to do their work.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.foundation import Foundation

if TYPE_CHECKING:
    from academy_cli.catalog.features import Features
    from academy_cli.catalog.recommendations import Recommendations
    from academy_cli.catalog.reviews import Reviews
    from academy_cli.catalog.search import Search


class CatalogServices(Foundation):
    """What there is to do with the catalogue."""

    @cached_property
    def search(self) -> Search:
        """Find courses by what they say."""
        from academy_cli.catalog.search import Search

        return Search(self.database, self.actor)

    @cached_property
    def features(self) -> Features:
        """Courses that stand before others."""
        from academy_cli.catalog.features import Features

        return Features(self.database, self.actor)

    @cached_property
    def reviews(self) -> Reviews:
        """What learners say of courses."""
        from academy_cli.catalog.reviews import Reviews

        return Reviews(self.database, self.actor, approves=self.settings.reviews.approve)

    @cached_property
    def recommendations(self) -> Recommendations:
        """Courses for somebody."""
        from academy_cli.catalog.recommendations import Recommendations

        return Recommendations(self.database, self.actor)
