"""Lists that are paged in every way."""

from support.paged_as_services import AS_SERVICES
from support.paged_by_cursor import BY_CURSOR
from support.paged_by_extension import EXTENDED
from support.paged_by_number import BY_NUMBER
from support.paged_by_url import BY_URL

PAGED = (*BY_URL, *BY_CURSOR, *BY_NUMBER, *AS_SERVICES)
ALL_PAGED = (*PAGED, *EXTENDED)
