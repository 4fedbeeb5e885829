"""Verbs that paths and operation IDs have."""

from __future__ import annotations

from typing import Final

ACTIONS: Final = frozenset(
    """
    accept activate advance apply approve archive attach authorize block bookmark cancel capture
    check clone close complete confirm convert copy deactivate decline deliver detach disable
    disconnect dismiss download duplicate enable execute expire export finalize follow fund import
    increment invite join leave lock login logout lookup merge move mute pause pay ping preview
    publish purge query reactivate reboot recalculate reconnect redact redeem refresh refund
    regenerate register reject release rename reopen resend reset resolve respond restart restore
    resume retry reverse revert revoke rollback rotate run search send share simulate stop submit
    subscribe suspend sync terminate test transfer trigger unarchive unblock unfollow unlock unmute
    unpublish unsubscribe unsuspend upload validate verify void
    """.split()  # noqa: SIM905  so many words read better so
)
"""Verbs that a path can end with."""

OF_CALLS: Final = ACTIONS | frozenset(
    """
    add answer assign ban change create delete describe edit fetch find forward get give list make
    open pin post promote put read remove replace restrict save set unban unpin update
    """.split()  # noqa: SIM905
)
"""Verbs that the name of a remote function begins with: `sendMessage`, `chat.postMessage`."""

SURE: Final = frozenset(("create", "delete", "get", "remove", "set"))
"""Those of them that begin no name of a thing."""

OF_MEMBERS: Final = frozenset(("add", "mark", "process", "remove", "update"))
"""Those that do something with a part of a thing: `/invoices/{id}/add_lines`."""

OF_NO_OBJECT: Final = frozenset(("login", "logout"))
"""Those that no object follows, so that `/login_links` are things."""

READING: Final = frozenset(("describe", "fetch", "find", "get", "list", "lookup", "read", "search"))
"""Those of them that change nothing."""

OF_IDS: Final = frozenset(
    """
    add create delete fetch find get is list patch post put read remove search set update upload
    """.split()  # noqa: SIM905
)
"""Verbs that an operation ID begins with."""
