"""What each deed answers, so that a misspelt field is refused before anything is done.

Knows which view or columns have the names, imported when somebody names a field; refuses to know values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from academy_cli.cli.answer import Columns
from academy_cli.cli.lines import require_fields

if TYPE_CHECKING:
    from academy_cli.cli.answer import Wish
    from academy_cli.cli.format import Format

_ANCHORED = "academy_cli.certificates.anchoring.service:BatchView"
_BATCH = "academy_cli.bulk.views:BulkView"
_CAMPAIGN = "academy_cli.campaigns.views:CampaignView"
_CERTIFICATE = "academy_cli.certificates.views:CertificateView"
_COUPON = "academy_cli.pricing.views:CouponView"
_ENROLLMENT = "academy_cli.enrollments.views:EnrollmentChange"
_KEY = "academy_cli.certificates.keys.views:KeyView"
_ORDER = "academy_cli.payments.views:OrderView"
_PERSON = "academy_cli.accounts.views:UserChange"
_PLAN = "academy_cli.payments.subscriptions.views:PlanView"
_PRICE = "academy_cli.pricing.views:PriceChange"
_REFUND = "academy_cli.payments.refunds.views:RefundView"
_STATUS = "academy_cli.authoring.views:StatusChange"
_SYNC = "academy_cli.cli.show.report:known"
_SYNCED = "academy_cli.payments.sync.polling:Synced"
_SIGNIN = "academy_cli.accounts.signin.credential_views"
_WRITTEN = ("file", "rows")
ANSWERED: Mapping[str, tuple[str, ...]] = {
    "init": ("academy_cli.cli.init:Made",),
    "backup create": ("academy_cli.backups.views:BackupView",),
    "backup set": ("academy_cli.backups.views:BackupView",),
    "backup restore": ("academy_cli.backups.restoring.views:RestoreView",),
    "backup rollback": ("academy_cli.backups.restoring.views:KeptView",),
    "backup prune": ("academy_cli.cli.backupstanding:DECISIONS",),
    "backup keygen": ("academy_cli.backups.keys:KeyView",),
    "backup schedule": ("academy_cli.cli.backupschedule:FILES",),
    "backup alarm": ("academy_cli.mail.alarm:Told",),
    "db upgrade": ("academy_cli.db.views:UpgradeReport",),
    "db copy": ("academy_cli.backups.views:CopyView",),
    "batch prune": ("academy_cli.bulk.views:PrunedRows",),
    "worker run": ("academy_cli.cli.worker:JOBS",),
    "ci init": ("academy_cli.cli.ci:WRITTEN",),
    "course new": ("academy_cli.authoring.scaffold:Scaffolded",),
    "course init": ("academy_cli.authoring.adopt:Adoption",),
    "course import": ("academy_cli.cli.courseimport:known",),
    "course fix": ("academy_cli.cli.mending:REPAIRS",),
    "course fix --ids": ("academy_cli.cli.fixing:IDS",),
    "course apply": (_SYNC,),
    "course build": ("academy_cli.authoring.preview.building:Built",),
    "course sync": (_SYNC,),
    "course rollback": (_SYNC,),
    "course quiz check": (),
    "course quiz show": (),
    "course quiz grade": ("academy_cli.cli.show.attempt:graded",),
    "course quiz import": (_BATCH,),
    "course quiz attempts": (),
    "course quiz close": (),
    "course quiz regrade": ("academy_cli.cli.quizattempts:planned",),
    "course publish": (_STATUS,),
    "course unpublish": (_STATUS,),
    "course export": ("academy_cli.authoring.history.views:Export",),
    "course export --to": ("academy_cli.cli.packaging:known",),
    "course gc": ("academy_cli.authoring.history.views:Garbage",),
    "lesson link": ("academy_cli.authoring.uploads.views:LinkView",),
    "lesson upload": ("academy_cli.authoring.uploads.views:UploadChange",),
    "storage copy": ("academy_cli.storage.copying:Copied",),
    "storage gc": ("academy_cli.authoring.stored.views:StorageGarbage",),
    "user create": (_PERSON,),
    "user set": (_PERSON,),
    "user deactivate": (_PERSON,),
    "user activate": (_PERSON,),
    "user role": (_PERSON, "roles"),
    "user role add": (_PERSON,),
    "user role remove": (_PERSON,),
    "user role --matrix": (),
    "user export": ("email", "archive", "academy_cli.accounts.dossier:COUNTED"),
    "user erase": ("academy_cli.accounts.views:Erasure",),
    "user password": ("email", "password", "sessions_ended"),
    "user invite": (f"{_SIGNIN}:Invitation",),
    "user session list": (),
    "user session revoke": ("email", "sessions_ended"),
    "user session prune": (f"{_SIGNIN}:Pruned",),
    "user token list": (),
    "user token create": (f"{_SIGNIN}:NewToken",),
    "user token revoke": (f"{_SIGNIN}:RevokedToken",),
    "user import": (_BATCH,),
    "mail suppress list": (),
    "mail suppress add": ("academy_cli.mail.views:SuppressionView",),
    "mail suppress remove": ("academy_cli.cli.suppressing:LISTED",),
    "mail campaign list": (),
    "mail campaign show": (),
    "mail campaign start": (_CAMPAIGN,),
    "mail campaign pause": (_CAMPAIGN,),
    "mail campaign resume": (_CAMPAIGN,),
    "mail campaign cancel": (_CAMPAIGN,),
    "mail send": ("academy_cli.mail.views:SendingReport",),
    "mail send --test": ("academy_cli.mail.views:Tried",),
    "mail retry": ("academy_cli.mail.views:Retried",),
    "invoice send": ("academy_cli.invoicing.views:SentInvoice",),
    "invoice export": _WRITTEN,
    "invoice export --facturx": ("file", "bytes"),
    "invoice export --qr-bill": ("file", "bytes"),
    "invoice pdf": ("file", "bytes"),
    "enrollment create": (_ENROLLMENT,),
    "enrollment remove": (_ENROLLMENT,),
    "enrollment extend": (_ENROLLMENT,),
    "enrollment complete": (_ENROLLMENT,),
    "enrollment import": (_BATCH,),
    "enrollment export": _WRITTEN,
    "progress set": ("academy_cli.progress.views:ProgressChange",),
    "progress recount": ("academy_cli.progress.views:Recounted",),
    "progress import": (_BATCH,),
    "progress export": _WRITTEN,
    "price set": (_PRICE,),
    "price remove": (_PRICE,),
    "coupon create": (_COUPON,),
    "coupon remove": (_COUPON,),
    "certificate issue": (_CERTIFICATE,),
    "certificate issue --waiting": ("signed", "waiting"),
    "certificate issue --course": ("academy_cli.certificates.views:Issued",),
    "certificate issue --from": (_BATCH,),
    "certificate issue --undo": (_BATCH,),
    "certificate reissue": (_CERTIFICATE,),
    "certificate renew": (_CERTIFICATE,),
    "certificate revoke": (_CERTIFICATE,),
    "certificate suspend": (_CERTIFICATE,),
    "certificate expiring": (),
    "certificate expiring --mail": ("academy_cli.certificates.expiring:Reminded",),
    "certificate share linkedin": ("academy_cli.certificates.sharing.linkedin:Fields",),
    "certificate share mail": ("academy_cli.certificates.sharing.service:Mailed",),
    "certificate share badge": ("file", "bytes"),
    "certificate key list": (),
    "certificate key init": (_KEY,),
    "certificate key rotate": (_KEY,),
    "certificate key compromised": (_KEY,),
    "certificate key import": (_KEY,),
    "certificate publish": ("academy_cli.certificates.publishing.service:Publication",),
    "certificate anchor list": (),
    "certificate anchor export": (_ANCHORED,),
    "certificate anchor import": (_ANCHORED,),
    "certificate anchor proof": (),
    "certificate template list": (),
    "certificate template new": ("folder", "files"),
    "certificate template check": (),
    "certificate template preview": ("file", "sample"),
    "order checkout": (_ORDER,),
    "order send": (_ORDER,),
    "order cancel": (_ORDER,),
    "payment record": ("academy_cli.payments.views:PaymentView",),
    "payment sync": (_SYNCED,),
    "payment webhook": (_SYNCED,),
    "payment reconcile": ("academy_cli.cli.reconciling:DIFFERENCE",),
    "payment close": ("academy_cli.books.closing.views:ClosingView",),
    "payment close --verify": (),
    "subscription plan list": (),
    "subscription plan set": (_PLAN,),
    "subscription plan remove": (_PLAN,),
    "subscription checkout": ("academy_cli.payments.subscriptions.views:SubscriptionCheckout",),
    "refund create": (_REFUND,),
    "refund approve": (_REFUND,),
    "refund cancel": (_REFUND,),
    "refund resolve": (_REFUND,),
    "refund recover": ("academy_cli.payments.refunds.sending:Recovery",),
    "refund bulk plan": ("academy_cli.payments.refunds.bulk.views:BulkRefundPlan",),
    "refund bulk run": ("academy_cli.payments.refunds.bulk.views:BulkRefundRun",),
}
"""The fields of the answer to a deed, or the address of what has them; nothing where nothing is done.

An option or a word that makes it another deed stands behind the command.
"""


def require_answered(wish: Wish, form: Format, context: Any) -> None:
    """Refuse a field that the answer to a command will not have. Raises UnknownFieldError."""
    words = context.command_path.partition(" ")[2]
    variants = (*(f"{words} {one}" for one in _said(context)), words)
    parts = next((ANSWERED[one] for one in variants if one in ANSWERED), ())
    known = tuple(_names(parts, form))
    if known:
        require_fields(wish.fields, "--fields", known)
        require_fields((key.field for key in wish.page.sort), "--sort", known)


def _said(context: Any) -> Iterator[str]:
    """The options and words that may make a command another deed."""
    given = [(one, context.params.get(one.name)) for one in context.command.params]
    options = [one for one, value in given if value and one.param_type_name == "option"]
    yield from (one.opts[0] for one in options)
    yield from (str(value) for one, value in given if one.param_type_name == "argument")


def _names(parts: tuple[str, ...], form: Format) -> Iterator[str]:
    for part in parts:
        module, is_address, name = part.partition(":")
        if is_address:
            yield from _fields(getattr(import_module(module), name), form)
        else:
            yield part


def _fields(found: Any, form: Format) -> tuple[str, ...]:
    if isinstance(found, Columns):
        return found.known
    if is_dataclass(found):
        return tuple(field.name for field in fields(found))
    if isinstance(found, type):
        return tuple(found._fields)  # type: ignore[attr-defined] # the views left are NamedTuples
    return tuple(found(form) if callable(found) else found)
