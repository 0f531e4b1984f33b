"""English dates: one form on all pages, the day before the month, with the zone."""

DATE_FORMAT = "j M Y"  # 26 Nov 2026
DATETIME_FORMAT = "j M Y H:i T"  # 26 Nov 2026 09:42 UTC
