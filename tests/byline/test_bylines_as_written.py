"""Splits of bylines as people write them: separators, labels, marks, affiliations and ends of titles."""

from __future__ import annotations

import itertools

import pytest

from generator.byline import Split, split

TITLE = "A Paper about Moths"
THREE = ("Ada Alder", "Ben Birch", "Cleo Cedar")
SIX = (*THREE, "Dora Dogwood", "Emil Elm", "Finn Fir")


@pytest.mark.parametrize(
    "words",
    [
        *(" et al.", " et al", ", et al.", " et. al.", " et al..", " Et al.", " ET AL.", " et\u00a0al.", " et  al."),
        *(" et alii", " et al., 2024", " et al. (2024)", ", et al. 2024", " (et al.)", " et al.,"),
        *(" and others", ", and others", " & others", " and 4 others", " and 3 other authors", " and colleagues"),
        *("等", " 等", "，等人", " ほか", "...", " ...", ", ...", "…", " [...]", " +5 more", ", +5 more", " (+5)"),
        *(", + 12 authors", ", 3 more authors", " and many others", " and 2 co-authors", " и др."),
        *(" and two others", " plus 5 others", " with 5 others", " and 10+ others", " (and 5 others)", " (12 authors)"),
        *(
            " etc.",
            ", etc.",
            " u. a.",
            " y otros",
            " e altri",
            " et autres",
            " и соавт.",
            "及其他",
            " . . .",
            " ... +5",
        ),
        *(" show more", " Show 5 more authors", " (view all)", " et al.*", " & al.", " + others", ", ... (12 authors)"),
    ],
)
def test_words_for_more_authors(words: str) -> None:
    found = _found(f"{TITLE}{', '.join(THREE)}{words}")
    assert (found.title, found.authors, found.et_al) == (TITLE, THREE, True)


@pytest.mark.parametrize("between", ["+5 authors", "...", "…", "+ 5 more"])
def test_more_authors_between_the_first_and_the_last(between: str) -> None:
    found = _found(f"{TITLE}Ada Alder, {between}, Ben Birch")
    assert (found.authors, found.et_al) == (("Ada Alder", "Ben Birch"), True)


SEPARATED = [
    *("{}, {}, and {}", "{}, {} and {}", "{}, {} & {}", "{}, {}, & {}", "{} and {} and {}", "{} & {} & {}"),
    *(
        "{}; {}; {}",
        "{}; {}; and {}",
        "{},{},{}",
        "{} , {} , {}",
        "{}，{}，{}",
        "{}、{}、{}",
        "{}；{}；{}",
        "{}, {}; {}",
    ),
    *("{}, {} und {}", "{}, {},  {}"),
]


@pytest.mark.parametrize("tail", ["", " et al.", " et al. · uni-north"])
@pytest.mark.parametrize("form", SEPARATED)
def test_separators(form: str, tail: str) -> None:
    found = _found(f"{TITLE}{form.format(*THREE)}{tail}")
    assert (found.title, found.authors) == (TITLE, THREE)
    assert (found.et_al, found.affiliations) == (bool(tail), ("uni-north",) if "·" in tail else ())


@pytest.mark.parametrize("form", ["{} and {}", "{} & {}", "{}; {}", "{}，{}", "By {} and {}"])
def test_two_authors(form: str) -> None:
    assert _found(f"{TITLE}{form.format(*THREE)}").authors == THREE[:2]


@pytest.mark.parametrize("word", ["and", "&"])
def test_the_word_and_in_a_title_or_the_name_of_a_group(word: str) -> None:
    assert _found(f"Moths {word} LanternsAda Alder {word} Ben Birch").title == f"Moths {word} Lanterns"
    found = _found(f"{TITLE}Moth {word} Lantern Team, Ada Alder")
    assert found.authors == (f"Moth {word} Lantern Team", "Ada Alder")
    assert _found(f"{TITLE}Ada Alder {word} Moth Team").authors == ("Ada Alder", "Moth Team")


@pytest.mark.parametrize(
    "inverted", ["Alder, Ada; Birch, Ben; Cedar, Cleo", "Alder, Ada ; Birch, Ben ; Cedar, Cleo et al."]
)
def test_family_names_first(inverted: str) -> None:
    found = _found(f"{TITLE}{inverted}")
    assert (found.title, found.authors) == (TITLE, THREE)


@pytest.mark.parametrize("inverted", ["Birch, Ben, Jr.", "Birch, Jr., Ben"])
def test_a_suffix_among_family_names_first(inverted: str) -> None:
    found = _found(f"{TITLE}Alder, Ada; {inverted}; Cedar, Cleo")
    assert (found.title, found.authors) == (TITLE, ("Ada Alder", "Ben Birch, Jr.", "Cleo Cedar"))


@pytest.mark.parametrize("name", ["D'Arcy Alder", "O’Alder Ada", "L'Alder Ada"])
def test_an_apostrophe_at_the_start_of_a_name(name: str) -> None:
    found = _found(f"{TITLE}{name}, Ben Birch")
    assert (found.title, found.authors) == (TITLE, (name, "Ben Birch"))


def test_words_for_more_authors_at_the_end_of_a_title() -> None:
    assert split("Learning to See More", "We study moths.") is None
    assert _found("Learning to See MoreAda Alder, See 5 more authors").title == "Learning to See More"


@pytest.mark.parametrize("tail", ["", " et al."])
@pytest.mark.parametrize("between", [" / ", " | ", " – ", " -- ", "\t"])
def test_separators_that_may_also_be_in_the_title_need_review(between: str, tail: str) -> None:
    assert _found(f"{TITLE}{between.join(THREE)}{tail}").needs_review
    assert not _found(f"{TITLE}{between}{', '.join(THREE)}{tail}").needs_review


@pytest.mark.parametrize(
    "line",
    [
        *(f"{TITLE}Ada Alder, Ben Birch, Moth University", f"{TITLE}Ada Alder, Ben Birch, MIT"),
        *(f"{TITLE}ADA ALDER, BEN BIRCH", f"{TITLE}Ada Alder @ MIT, Ben Birch"),
    ],
)
def test_institutions_among_names_and_names_in_capitals_need_review(line: str) -> None:
    assert _found(line).needs_review


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("{}*", "{}"), ("{}*", "{}*"), ("{}†", "{}‡"), ("{}∗", "{}"), ("{}*†", "{}"), ("{} *", "{}")),
        *(("{}1", "{}2"), ("{}1,2", "{}1"), ("{} 1", "{} 2"), ("{}¹", "{}²"), ("{}¹,²", "{}²"), ("{} (1)", "{} (2)")),
        *(("{}[1]", "{} [2]"), ("{}$^1$", "{}$^{2,*}$"), ("{}^1", "{}^2"), ("{}^{1}", "{}^{2,*}"), ("{}✉", "{}")),
        *(("{}\\dag", "{}"), ("{} <a@b.example>", "{} <c@d.example>"), ("{}#", "{}§"), ("{} (2024)", "{}")),
        *(("{} (corresponding author)", "{}"), ("By {}", "{}"), ("Authors: {}", "{}")),
        *(("Authors - {}", "{}"), ("Author(s): {}", "{}"), ("Autoren: {}", "{}"), ("作者：{}", "{}")),
        *(("Posted by {}", "{}"), ("Edited by {}", "{}"), ("Dr. {}", "Prof. Dr. {}"), ("{} [a]", "{}(b)")),
        *(("{}⁎", "{}✉️"), ("{}🖂", "{}◇"), ("{}♠", "{}⊕"), ("{}°", "{}ˣ")),
        *(("Author: {}", "{}"), ("AUTHORS: {}", "{}"), ("Written by {}", "{}")),
    ],
)
def test_marks_numbers_and_labels_are_removed_from_names(first: str, second: str) -> None:
    found = _found(
        f"{TITLE}{first.replace('{}', 'Ada Alder', 1)}, {second.replace('{}', 'Ben Birch', 1)}, Cleo Cedar et al."
    )
    assert (found.title, found.authors) == (TITLE, THREE)


def test_an_affiliation_in_brackets() -> None:
    found = _found(f"{TITLE}Ada Alder (MIT), Ben Birch (Moth University), Cleo Cedar (陈)")
    assert found.authors == ("Ada Alder", "Ben Birch", "Cleo Cedar (陈)")
    assert found.affiliations == ("MIT", "Moth University")


@pytest.mark.parametrize("suffix", ["Jr.", "Jr", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "M.D."])
def test_a_suffix_belongs_to_the_name_before(suffix: str) -> None:
    assert _found(f"{TITLE}Ada Alder, Ben Birch, {suffix}").authors == ("Ada Alder", f"Ben Birch, {suffix}")
    found = _found(f"{TITLE}Ada Alder, {suffix}, Ben Birch, Cleo Cedar et al.")
    assert found.authors == (f"Ada Alder, {suffix}", "Ben Birch", "Cleo Cedar")


@pytest.mark.parametrize("number", [4, 5, 6])
@pytest.mark.parametrize("before", ["", " ", " by ", " | "])
def test_more_than_three_authors(number: int, before: str) -> None:
    for tail in ("", " et al."):
        found = _found(f"{TITLE}{before}{', '.join(SIX[:number])}{tail}")
        assert (found.title, found.authors, found.et_al) == (TITLE, SIX[:number], bool(tail))
    found = _found(f"{TITLE}{before}{', '.join(SIX[: number - 1])} and {SIX[number - 1]}")
    assert (found.title, found.authors) == (TITLE, SIX[:number])


@pytest.mark.parametrize("number", [1, 2])
def test_fewer_than_three_authors_and_others(number: int) -> None:
    found = _found(f"{TITLE}{', '.join(THREE[:number])} et al.")
    assert (found.title, found.authors, found.et_al) == (TITLE, THREE[:number], True)


@pytest.mark.parametrize("between", ["\t", " | ", " - ", " – ", " — ", " by ", " By ", "  ", " Authors: ", " :: "])
@pytest.mark.parametrize(
    "names", ["Xenia Zeder", "Xenia Zeder, Ben Birch", "Xenia Zeder, Ben Birch, Cleo Cedar et al."]
)
def test_separators_of_title_and_authors(between: str, names: str) -> None:
    found = _found(f"{TITLE} in China{between}{names}")
    assert (found.title, ", ".join(found.authors)) == (f"{TITLE} in China", names.removesuffix(" et al."))


@pytest.mark.parametrize("names", ["Ada Alder", "Ada Alder, Ben Birch", "Ada Alder, Ben Birch, Cleo Cedar et al."])
def test_a_space_between_title_and_authors_needs_review(names: str) -> None:
    found = _found(f"{TITLE} in China {names}")
    assert (found.title, ", ".join(found.authors)) == (f"{TITLE} in China", names.removesuffix(" et al."))
    assert found.needs_review


AFFILIATIONS = [
    (" · Moth University, MIT", ("Moth University", "MIT")),
    (" · uni-north · lab2", ("uni-north", "lab2")),
    (" • uni-north", ("uni-north",)),
    (" ∙ DeepMoth", ("DeepMoth",)),
    (" · ETH Norden, DeepMoth, Université de la Lune", ("ETH Norden", "DeepMoth", "Université de la Lune")),
    (" ·  uni-north ,, x", ("uni-north", "x")),
]


@pytest.mark.parametrize(("tail", "affiliations"), AFFILIATIONS)
@pytest.mark.parametrize(
    ("title", "others"),
    [
        *((TITLE, ""), (TITLE, " et al."), ("Moths · A Survey", ""), ("Moths · A Survey", " et al.")),
        ("Moths et al. · A Survey", " et al."),
    ],
)
def test_affiliations(title: str, others: str, tail: str, affiliations: tuple[str, ...]) -> None:
    found = _found(f"{title}{', '.join(THREE)}{others}{tail}")
    assert (found.title, found.authors, found.affiliations) == (title, THREE, affiliations)


@pytest.mark.parametrize("dot", ["· ", "•", " | ", " - ", " — ", "·", ", "])
def test_affiliations_after_et_al(dot: str) -> None:
    found = _found(f"{TITLE}{', '.join(THREE)} et al.{dot}uni-north, Moth University")
    assert (found.authors, found.affiliations) == (THREE, ("uni-north", "Moth University"))


def test_affiliations_in_brackets_after_et_al() -> None:
    found = _found(f"{TITLE}{', '.join(THREE)} et al. (MIT, Moth University)")
    assert (found.authors, found.et_al, found.affiliations) == (THREE, True, ("MIT", "Moth University"))


def test_affiliations_that_look_like_people_need_review() -> None:
    assert _found(f"{TITLE}Ada Alder, Ben Birch · Cleo Cedar").needs_review


ENDS = {
    "small letters": [("Learning on Graphs", "aino lehto, Ben Birch"), ("Learning on Graphs", "Aino lehto")],
    "camel case in a given name": [
        ("Moths in MRI", "JingHua Li, Ben Birch"),
        ("Moths at Night", "MinhQuang Le, Ben Birch"),
    ],
    "camel case in a title": [("Moths and GlowBench", "Ada Alder, Ben Birch"), ("A Survey of GlowNets", "Ada Alder")],
    "a group": [
        ("Moths in Light", "ALDER Research Team"),
        ("Moths in Light", "10a Labs"),
        ("Moths", "MOT-HY, Ben Birch"),
    ],
    "an acronym": [
        ("Training GANs", "Ada Alder"),
        ("Training GANs", "R Devon Birch, Ada Alder"),
        ("Moths for AI", "Ada Alder"),
    ],
    "a numeral": [("Moths of the North II", "Ada Alder"), ("Moths of the North II", "\\'Elise Alder, Ben Birch")],
    "unspaced initials": [("Northern Lanterns", "Yu.N.Kosovo, A.B.Petrova"), ("Northern Lanterns", "Yu.N.Kosovo")],
    "LaTeX": [("Moths of type \\(A_n\\)", "Ada Alder"), ("Moths of type \\(A_n\\)", "Ada Alder, Ben Birch et al.")],
    "a letter after a formula": [
        ("Light at $\\sim1$Å", "Ada Alder, Ben Birch"),
        ("Wings in $\\mathbb{R}^3$", "Ada Alder"),
    ],
    "apostrophes": [("Light of Moths", "Mara Dall'Alba, L.D'Elmo"), ("Light of Moths", "Mara O’Elm, Ben Birch")],
    "quotes": [("Light of Moths", 'Hongyi "Richie" Chan, Ben Birch'), ("“Moths”", "Ada Alder")],
    "a full stop": [("Light of Moths.", "Ada Alder"), ("Light of Moths.", "Ada Alder, Ben Birch, Cleo Cedar et al.")],
    "a dash": [("Light of Moths -", "Ada Alder, Ben Birch"), ("Light of Moths--", "Ada Alder, Ben Birch")],
    "a unit": [("Moths at 209GeV", "Ada Alder, Ben Birch"), ("Moths within 10 km", "Ada Alder")],
    "another script": [("基于飞蛾的研究", "Ada Alder, Ben Birch"), ("Мотыльки и фонари", "Ада Ольха, Бен Берёза")],
}


@pytest.mark.parametrize(
    ("title", "names"),
    [(title, names) for title, names in itertools.chain(*ENDS.values())],
    ids=[kind for kind, pairs in ENDS.items() for _ in pairs],
)
def test_ends_of_titles(title: str, names: str) -> None:
    found = _found(title + names)
    assert (found.title, ", ".join(found.authors)) == (title, names.removesuffix(" et al."))


@pytest.mark.parametrize("line", ["Moths at NightAda Alder et al. et al.", "Moths at NightAda Ald3r=, Ben Birch"])
def test_names_with_signs_need_review(line: str) -> None:
    assert _found(line).needs_review


@pytest.mark.parametrize("names", ["OpenMoth, Ada Alder", "DeepLamp, Ada Alder, Ben Birch et al."])
def test_a_name_of_one_word_in_camel_case_needs_review(names: str) -> None:
    assert _found(f"{TITLE}{names}").needs_review


def _found(line: str) -> Split:
    found = split(line, "We study moths that come to lanterns, with GlowBench and GlowNets.")
    assert found is not None
    return found
