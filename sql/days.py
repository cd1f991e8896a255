"""Where days begin and end."""

from typing import Final
from zoneinfo import ZoneInfo

#: A day ends at midnight here; the register and its deadlines live in this zone.
ZONE: Final = ZoneInfo("Europe/Amsterdam")
