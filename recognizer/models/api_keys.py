"""API keys: what a program shows to say who it is, and what it may do."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone


class Scope(models.TextChoices):
    """What a key lets a program do."""

    PREDICT = "predict", "Send drawings, claim and delete its own"
    READ = "read", "See its own drawings again"
    REVIEW = "review", "Label any drawing, as the key's user"
    JOBS = "jobs", "See how any job stands"


class ApiKeyManager(models.Manager):
    """Finds each key with whether its user's account is open."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().annotate(is_user_active=F("user__is_active"))


class ApiKey(models.Model):
    """One program's key, of which only a hash is kept."""

    name = models.CharField(max_length=100, help_text="Which program uses it.")
    prefix = models.CharField(
        max_length=12, unique=True, editable=False, help_text="How the key begins."
    )
    digest = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of the whole key."
    )
    scopes = models.JSONField(help_text="What it may do.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        help_text="Whose it is; a label set with it is theirs.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="From when it is refused; empty: never."
    )
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_on = models.DateField(null=True, editable=False)

    is_user_active: bool | None = None  # in rows of the manager; None: has no user

    objects = ApiKeyManager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"

    @property
    def owner(self) -> str:
        """Whose the drawings are that it sends; no visitor's id has a colon."""
        return f"key:{self.pk}"

    @property
    def state(self) -> str:
        """Whether it is accepted, and if not, why."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at and self.expires_at <= timezone.now():
            return "expired"
        if self.is_user_active is False:
            return "account closed"
        return "valid"
