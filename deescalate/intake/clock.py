"""The head of a line in, the date and time written there out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deescalate.intake.words import either, words
from deescalate.types import WordClass

Numbers = tuple[int, int, int]

_TIME = re.compile(
    r"(?<![\w:.])(?P<h>[01]?\d|2[0-3])(?P<sep>[:.h])(?P<mi>[0-5]\d)(?:[:.](?P<s>[0-5]\d)(?:[.,]\d{1,6})?)?"
    r"(?:[\s\u202f]?(?P<ap>[AaPp])\.?\s?[Mm]\b\.?)?(?:\s?(?P<tz>Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?(?![\d%€£$])"
)
_ISO_TIME = re.compile(
    r"T(?P<h>[01]\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d{1,6})?)?(?P<tz>Z|[+-]\d\d:?\d\d)?"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, a time or both, where they stand, and whether day and month can be told apart.

    `date` is year, month, day; or, when `unsure`, year and two numbers as written.
    """

    start: int
    end: int
    date: Numbers | None
    time: str | None
    unsure: bool = False
    dated: bool = False

    def iso(self, day_first: bool | None, day: Numbers | None = None) -> str | None:
        """Return the ISO 8601 time, or None when date or time are missing or unsure."""
        date = self.date if self.date and self.date[0] else day
        if date is None or self.time is None:
            return None
        year, month, number = date
        if self.unsure and date is self.date:
            if day_first is None:
                return None
            month, number = (number, month) if day_first else (month, number)
        if not (1 <= month <= 12 and 1 <= number <= 31):
            return None
        return f"{year:04}-{month:02}-{number:02}T{self.time}"


class Clock:
    """Finds dates and times; the names of months and days come from the bank."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._months = {
            name: month for month in range(1, 13) for name in words(classes, f"intake_month_{month:02}")
        }
        month = either(self._months)
        weekday = rf"(?:(?:{either(words(classes, 'intake_weekday'))})\.?,?\s)?"
        unit, ago = either(words(classes, "intake_unit")), either(words(classes, "intake_ago"))
        days = either(_bare_days(classes))
        self._date = re.compile(
            r"(?<![\w.:/])(?:"
            r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?=\D|$)"
            r"|(?P<a>\d{1,2})(?P<s2>[./-])(?P<b>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d{2})(?!\d)"
            rf"|{weekday}(?:(?P<n1>{month})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y3>\d{{4}}))?"
            rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:de\s|of\s)?(?P<n2>{month})\b\.?(?:,?\s(?:de\s)?(?P<y4>\d{{4}}))?)"
            rf"|(?P<day>{days})(?!\w)"
            rf"|(?P<ago>\d{{1,3}}\s?(?:{unit})\s(?:{ago}))(?!\w))",
            re.IGNORECASE,
        )
        joint = either(words(classes, "intake_at"))
        self._joint = re.compile(rf"[\s,.|/–—·@-]{{0,4}}(?:(?:{joint})(?!\w))?[\s(,]{{0,3}}", re.IGNORECASE)

    def find(self, head: str) -> Stamp | None:
        """Return the first date, time or both together in a head of at most some hundred characters."""
        date = self._date.search(head)
        if date is None:
            return self._time_only(_TIME.search(head))
        before = _TIME.search(head, 0, date.start())
        if before is not None and self._together(head, before.end(), date.start()):
            return self._stamp(date, _clock(before), before.start(), date.end())
        first = self._time_only(before)
        if first is not None:
            return first
        after = _ISO_TIME.match(head, date.end()) or _TIME.search(head, date.end())
        if after is not None and (
            head[after.start()] == "T" or self._together(head, date.end(), after.start())
        ):
            return self._stamp(date, _clock(after), date.start(), after.end())
        return self._stamp(date, None, date.start(), date.end())

    def _together(self, head: str, end: int, start: int) -> bool:
        return self._joint.fullmatch(head, end, start) is not None

    def _time_only(self, time: re.Match[str] | None) -> Stamp | None:
        if time is None or (time["sep"] != ":" and not time["ap"]):
            return None
        return Stamp(time.start(), time.end(), None, _clock(time))

    def _stamp(self, date: re.Match[str], time: str | None, start: int, end: int) -> Stamp:
        numbers, unsure = self._numbers(date)
        return Stamp(start, end, numbers, time, unsure, dated=numbers is not None)

    def _numbers(self, date: re.Match[str]) -> tuple[Numbers | None, bool]:
        if date["y1"]:
            return (int(date["y1"]), int(date["m1"]), int(date["d1"])), False
        if date["a"]:
            return _numeric(int(date["a"]), int(date["b"]), int(date["y2"]))
        name = date["n1"] or date["n2"]
        if name is None:
            return None, False
        year = int(date["y3"] or date["y4"] or 0)
        return (year, self._months.get(name.lower(), 0), int(date["d2"] or date["d3"])), False


def day_first(stamps: Iterable[Stamp]) -> bool | None:
    """Tell from all dates of a text whether the day comes before the month; None when none tells."""
    for stamp in stamps:
        if stamp.unsure and stamp.date is not None:
            _, first, second = stamp.date
            if first > 12:
                return True
            if second > 12:
                return False
    return None


def _numeric(first: int, second: int, year: int) -> tuple[Numbers, bool]:
    return (year + 2000 if year < 100 else year, first, second), True


def _clock(time: re.Match[str]) -> str:
    hour, half = int(time["h"]), (time.groupdict().get("ap") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = time["tz"] or ""
    zone = "Z" if zone in ("UTC", "GMT") else zone
    return f"{hour:02}:{time['mi']}:{time['s'] or '00'}{zone}"


def _bare_days(classes: Mapping[str, WordClass]) -> frozenset[str]:
    """Words that name a day without a number; short names of weekdays mean too much else."""
    weekdays = words(classes, "intake_weekday")
    return words(classes, "intake_today") | {day for day in weekdays if len(day) > 5}
