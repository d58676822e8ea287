"""Pages of new papers, and what other pages tell the script of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from made_up import PAPERS, SITE_DESCRIPTION, SITE_NAME, TOPICS, collection, docs_files, entry

from generator.config import SiteConfig
from generator.sources.permalinks import permalinks_to_csv

GOLDENS = Path(__file__).parent / "goldens"
ENTRIES = re.split(r"\n(?=\n)", PAPERS.strip())
FIRST, SECOND, THIRD, FOURTH = date(2030, 12, 5), date(2031, 3, 4), date(2031, 3, 30), date(2031, 4, 5)


def recorded(*rounds: tuple[date, str]) -> str:
    """The record after listings were added, each on its day."""
    permalinks = listing = ""
    for day, more in rounds:
        listing += more
        permalinks = permalinks_to_csv(collection(listing, permalinks=permalinks, today=day).addresses.updated)
    return permalinks


def _files(*rounds: tuple[date, str], permalinks: str | None = None) -> dict[str, str]:
    listing = "".join(more for _, more in rounds)
    found = collection(listing, vocabulary=TOPICS, permalinks=recorded(*rounds) if permalinks is None else permalinks)
    return {file.src_uri: file.text for file in docs_files(found, SiteConfig(SITE_NAME, SITE_DESCRIPTION))}


SOME = (
    (FIRST, f"{ENTRIES[0]}\n{ENTRIES[1]}\n"),
    (SECOND, f"{ENTRIES[2]}\n"),
    (THIRD, f"{ENTRIES[3]}\n"),
    (FOURTH, f"{ENTRIES[4]}\n"),
)


def _lead(text: str) -> str:
    return text.split("\n# ")[1].split("\n\n")[1].split("\n")[0]


def test_golden(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / "new.md", _files(*SOME)["new.md"])


@pytest.mark.parametrize(
    ("rounds", "permalinks", "lead"),
    [
        ([(FIRST, "")], None, "Papers that are added later will be listed here."),
        ([(FIRST, PAPERS)], "", "Papers that are added later will be listed here."),
        (
            [(FIRST, PAPERS)],
            None,
            "5 papers were added on 5 December 2030. Papers that are added later will be listed here.",
        ),
        (
            [(FIRST, entry(title="Moths"))],
            None,
            "1 paper was added on 5 December 2030. Papers that are added later will be listed here.",
        ),
        (SOME, None, "3 papers added after 5 December 2030, latest first."),
    ],
    ids=["no papers", "no record", "one day", "one paper", "four days"],
)
def test_a_lead_for_each_record(rounds: list[tuple[date, str]], permalinks: str | None, lead: str) -> None:
    files = _files(*rounds, permalinks=permalinks)
    assert _lead(files["new.md"]) == lead
    is_new = lead.startswith("3")
    assert ("ps-news" in files["index.md"]) == is_new
    assert any("data-added" in text for text in files.values()) == is_new


def test_a_record_from_before_days_were_recorded() -> None:
    permalinks = recorded(*SOME).replace(",2030-12-05\n", ",\n")
    text = _files(*SOME, permalinks=permalinks)["new.md"]
    assert _lead(text) == "3 papers added, latest first."
    assert "2 papers were added before days were recorded: see [all papers](papers/index.md)." in text


def test_pages_tell_the_days_of_papers_that_were_added_later() -> None:
    files = _files(*SOME)
    assert (
        '[1 paper added on 5 April 2031](new.md)<i data-days="2031-04-05 1,2031-03-30 1,2031-03-04 1"></i>'
        in (files["index.md"])
    )
    items = re.findall(r"\n-   .+?\]\((.+?)\.md\)\n(.+?)(?=\n-   |\Z)", files["papers/index.md"], re.DOTALL)
    days = {key: re.findall('data-added="(.+?)"', text) for key, text in items if "ps-title" in text}
    assert sorted(days.values()) == [[], [], ["2031-03-04"], ["2031-03-30"], ["2031-04-05"]]
    assert days["../papers/two-gardeners-and-a-moth"] == ["2031-03-04"]


def test_long_lists_go_on_and_months_lead_to_their_pages() -> None:
    many = [entry(title=f"Moths of Garden {n}", abstract=f"Of garden {n}.") for n in range(121)]
    rounds = ((FIRST, many[0]), (SECOND, "".join(many[1:31])), (FOURTH, "".join(many[31:])))
    files = _files(*rounds)
    first, second = files["new.md"], files["new/2.md"]
    assert "new/3.md" not in files
    assert '[April 2031 <span class="ps-count">90</span>](new.md#april-2031)' in first
    assert '[March 2031 <span class="ps-count">30</span>](new.md#march-2031)' in first
    assert "4 March 2031: 30 papers" in first
    assert "Papers 101 to 120 of 120." in second
    assert "## March 2031 {: #march-2031 }" in second
    titles = re.findall(r"\[(Moths of Garden \d+)\]", first + second)
    assert len(titles) == len(set(titles)) == 120
    assert "1 paper was added on 5 December 2030: see [all papers](../papers/index.md)." in second


@pytest.mark.parametrize(("rounds", "offered"), [(SOME[:1], False), (SOME, True)])
def test_explore_offers_the_order_only_where_papers_were_added(rounds: list[tuple[date, str]], offered: bool) -> None:
    assert ("Recently added" in _files(*rounds)["explore.md"]) is offered


def test_feeds_have_the_papers_that_were_added_last_first() -> None:
    many = [entry("CLMar 4, 2024", f"Moths of Garden {n}", abstract=f"Of garden {n}.") for n in range(60)]
    old = entry("CLMar 4, 1999", "Old Moths", "Ada Alder", "Of old moths.")
    before, after = (
        _files(*rounds)["feed.xml"]
        for rounds in ([(FIRST, old + "".join(many))], [(FIRST, "".join(many)), (SECOND, old)])
    )
    assert "Old Moths" not in before
    title, *others = re.findall("<title>(.+?)</title>", after)[1:]
    assert title == "Old Moths"
    assert len(others) == 39
    assert "<published>1999-03-04T00:00:00+00:00</published><updated>2031-03-04T00:00:00+00:00</updated>" in after
    assert (
        re.search("</link>|<updated>(.+?)</updated>", after.partition("<entry>")[0])[1] == "2031-03-04T00:00:00+00:00"
    )  # type: ignore[index]
