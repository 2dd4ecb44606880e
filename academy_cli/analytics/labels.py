"""What figures, and what they are told for, are called where people read them rather than programs.

Knows words; refuses to know what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.definitions import Measure
from academy_cli.kit.saying import say

SUBJECTS: Mapping[Subject, str] = {
    Subject.REVENUE: say("revenue"),
    Subject.CONVERSIONS: say("conversions"),
    Subject.USERS: say("users"),
    Subject.COURSES: say("courses"),
    Subject.ENGAGEMENT: say("engagement"),
    Subject.CERTIFICATES: say("certificates"),
}
BY: Mapping[By, str] = {
    By.DAY: say("day"),
    By.WEEK: say("week"),
    By.MONTH: say("month"),
    By.COURSE: say("course"),
    By.INSTRUCTOR: say("instructor"),
    By.COUNTRY: say("country"),
    By.CURRENCY: say("currency"),
    By.LANGUAGE: say("language"),
    By.ROLE: say("role"),
    By.TOTAL: say("in all"),
}
MEASURES: Mapping[Measure, str] = {
    Measure.COUNT: say("count"),
    Measure.MONEY: say("money"),
    Measure.MONIES: say("money per currency"),
    Measure.PERCENT: say("percent"),
    Measure.DAYS: say("days"),
    Measure.HOURS: say("hours"),
}
HEADS: Mapping[str, str] = {
    "period": say("Period"),
    "day": say("Day"),
    "week": say("Week"),
    "month": say("Month"),
    "course": say("Course"),
    "instructor": say("Instructor"),
    "country": say("Country"),
    "currency": say("Currency"),
    "language": say("Language"),
    "role": say("Role"),
}
FIGURES: Mapping[str, str] = {
    "active": say("Active"),
    "attempts": say("Attempts"),
    "average": say("Average"),
    "began": say("Began"),
    "began_rate": say("Began rate"),
    "begun": say("Begun"),
    "came_back": say("Came back"),
    "certificates": say("Certificates"),
    "certified": say("Certified"),
    "completed": say("Completed"),
    "completion_rate": say("Completion rate"),
    "days_median": say("Days median"),
    "days_most": say("Days most"),
    "days_quarter": say("Days quarter"),
    "deactivated": say("Deactivated"),
    "disputed": say("Disputed"),
    "done": say("Done"),
    "enrolled": say("Enrolled"),
    "erased": say("Erased"),
    "expired": say("Expired"),
    "expiring": say("Expiring"),
    "half": say("Half"),
    "have_completed": say("Have completed"),
    "hours": say("Hours"),
    "issued": say("Issued"),
    "learners": say("Learners"),
    "net": say("Net"),
    "new": say("New"),
    "orders": say("Orders"),
    "paid": say("Paid"),
    "paid_rate": say("Paid rate"),
    "pass_rate": say("Pass rate"),
    "passed": say("Passed"),
    "received": say("Received"),
    "refund_rate": say("Refund rate"),
    "refunded": say("Refunded"),
    "replacing": say("Replacing"),
    "returned": say("Returned"),
    "returned_rate": say("Returned rate"),
    "revoked": say("Revoked"),
    "score": say("Score"),
    "seconds": say("Seconds"),
    "tax": say("Tax"),
    "visit_rate": say("Visit rate"),
    "visits": say("Visits"),
    "waiting": say("Waiting"),
    "with_coupon": say("With coupon"),
}


def label(name: str) -> str:
    """What a column of figures is called."""
    return FIGURES.get(name) or HEADS[name]
