"""When the beat starts which kinds of jobs by itself, from the environment."""

import calendar
import os

from digitsite.environment import env, matches, wrong

SETTINGS = {  # by the kind of jobs
    "forget": "SCHEDULE_PRUNE",
    "finetune": "SCHEDULE_FINETUNE",
    "label_doctor": "SCHEDULE_LABEL_DOCTOR",
    "statistics": "SCHEDULE_STATISTICS",
    "backup": "SCHEDULE_BACKUP",
}
MOST_DAYS = 36_500
LEAP_YEAR = 2024


def env_schedules():
    """By kind the five fields of cron, of those that are set."""
    schedules = {kind: env_cron(name) for kind, name in SETTINGS.items()}
    return {kind: cron for kind, cron in schedules.items() if cron}


def env_cron(name):
    """Five fields of cron, in UTC; empty: never."""
    value = " ".join(os.environ.get(name, "").split())
    if value and not is_cron(value):
        raise wrong(name, value, "five fields of cron, such as 30 3 * * *")
    return value


def is_cron(value):
    """Return whether there is such a moment; 30 February is none."""
    from celery.schedules import ParseException, crontab  # only where one is set

    if value.count(" ") != 4:
        return False
    try:
        cron = crontab.from_string(value)
    except (ParseException, ValueError):
        return False
    first_day = min(cron.day_of_month)
    return any(
        first_day <= calendar.monthrange(LEAP_YEAR, month)[1]
        for month in cron.month_of_year
    )


def env_days(name):
    """A number of days, such as 365d."""
    value = env(name)
    if not matches(r"[1-9]\d{0,4}d", value) or int(value[:-1]) > MOST_DAYS:
        raise wrong(name, value, f"a number of days such as 365d, {MOST_DAYS}d at most")
    return int(value[:-1])
