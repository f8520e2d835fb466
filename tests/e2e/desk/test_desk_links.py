"""No link that the people of the desk and the gate are shown leads to a page they may not open."""

from __future__ import annotations

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

# Of each form of address so many are opened, by each of those who work here, and so many forms of each page.
OF_A_FORM, OF_A_PAGE = 1, 5
# What these pages lead to is opened; only their own links are followed further.
FOLLOWED = "/desk/"
NOT_OPENED = ("/account/", "/static/", "/field/", "/files/", "/api/", "/q/")
USERS = {
    "frontdesk": ("/", "/desk/", "/desk/registers/"),
    "supervisor": ("/", "/desk/", "/desk/registers/"),
    "guard": ("/desk/registers/", "/desk/notes/", "/desk/knowledge/"),
}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _links(address: str, text: str) -> set[str]:
    reader = _Links()
    reader.feed(text)
    targets = {urljoin(address, one).split("#")[0] for one in reader.found}
    home = urlsplit(address).netloc
    return {one for one in targets if urlsplit(one).netloc == home}


def _form(address: str) -> str:
    parts = urlsplit(address)
    keys = ",".join(sorted(re.findall(r"(?:^|&)([^=&]+)", parts.query)))
    return re.sub(r"\d+", "N", parts.path) + "?" + keys


@pytest.mark.parametrize("user", list(USERS))
def test_every_link_that_is_shown_opens(demo, visit, user):
    ask = visit(demo, user).context.request
    seen, forms, pages, refused = set(), Counter(), Counter(), []
    waiting = deque((demo.address + one, "") for one in USERS[user])
    while waiting:
        address, source = waiting.popleft()
        path = urlsplit(address).path
        form = _form(address)
        page = form.split("?")[0]
        if address in seen or path.startswith(NOT_OPENED):
            continue
        if forms[form] >= OF_A_FORM or pages[page] >= OF_A_PAGE:
            continue
        seen.add(address)
        forms[form] += 1
        pages[page] += 1
        answer = ask.get(address)
        if answer.status >= 400:
            refused.append(f"{answer.status} {path} shown on {urlsplit(source).path}")
        elif "text/html" in answer.headers.get("content-type", "") and (
            path.startswith(FOLLOWED) or not source
        ):
            waiting.extend((one, address) for one in sorted(_links(answer.url, answer.text())))
    assert len(seen) > 40
    assert not refused, "\n".join(refused)
