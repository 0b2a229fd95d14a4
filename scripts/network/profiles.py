"""The KOLs of the test and what the API says of them."""

import json


def kol(number):
    return f"c0ffee{number:018x}"


def after(of):
    """The KOL behind another one."""
    return kol(int(of[6:], 16) + 1)


def reply(of):
    """A profile of a KOL, whose followers tell it from all others."""
    followers = 1000 + int(of[6:], 16) if of[6:] else 0
    return json.dumps({
        "code": 0, "message": None, "recordTime": "2026-11-26T08:00:00",
        "data": {"userId": of, "name": "小红", "fansNum": followers},
    }, ensure_ascii=False).encode()
