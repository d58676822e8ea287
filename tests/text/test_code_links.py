"""Search for the address of a paper's code: made-up sentences of each kind."""

from __future__ import annotations

import pytest
from limits import check_growth

from generator.text.code_links import find_code_url

OWN = "https://github.com/moth-lab/fold"
OTHER = "https://github.com/lamp/lantern"
PAGE = "https://moth-lab.github.io/fold"
MODEL = "https://huggingface.co/moth-lab/fold"
DATA = "https://zenodo.org/records/123"

SAID = [
    f"Our code is available at {OWN}.",
    f"Code: {OWN}",
    f"Code at {OWN}.",
    f"Code available at {OWN}; see the guide.",
    f"The source code of Fold can be found at {OWN}.",
    f"Code will be released on GitHub ({OWN}) upon acceptance.",
    f"We make the code publicly available ({OWN}).",
    f"All codes and checkpoints are avaliable in {OWN}",
    f"Fold is open-sourced under the MIT licence at {OWN}.",
    f"We open-source Fold: {OWN}",
    f"Our dataset is available at {OWN}.",
    f"Resources: {OWN}",
    f"Awesome list: {OWN}",
    f"Papers of the field can, as we promise, be followed day by day by all who read, on GitHub: {OWN}",
    f"Our\ncode is\n  available at\n{OWN}.",
    f"We fold moths.Project page: {OWN}",
    f"Moths fly. {OWN}",
    f"We release code and data. ({OWN})",
    f"See {OWN} for our code.",
    f"All code, data and models are public ({OWN}).",
    f"{OWN} contains our code.",
    f"For code, please visit {OWN}.",
    f"You can find the implementation of our work from {OWN}.",
    f"The dataset and more can be obtained from {OWN}.",
    rf"Our code is at~\url{{{OWN}}}.",
    rf"Our \href{{{OWN}}}{{code}} is public.",
    rf"See \href{{{OWN}}}{{GitHub}}.",
    rf"Code is available \href{{{OWN}}}{{here}}.",
    f"Code is released at [{OWN}]({OWN}).",
    rf"We release our code\footnote{{{OWN}}}.",
    f"Data and code are available at {DATA} and {OWN}, respectively.",
    f"Data: {DATA}. Code: {OWN}.",
    f"The data ({DATA}) and the code ({OWN}) are available.",
    f"Project page: {PAGE}; code: {OWN}.",
    f"Our video is at https://youtu.be/moth and our code at {OWN}.",
    f"We evaluate on Lantern ({OTHER}). Our code is at {OWN}.",
    f"Based on {OTHER}. Our code is at {OWN}.",
    f"Our code is at {OWN} and builds on {OTHER}.",
    f"Code: {OWN} (based on {OTHER}).",
    f"We use the code at {OTHER} and release ours at {OWN}.",
    f"Our implementation builds upon {OTHER} and is available at {OWN}.",
    f"The source code of this paper, based on Lantern, is available at {OWN}.",
    f"The code used in this study is available at {OWN}.",
    f"Like Lantern, Fold is fast, e.g. on phones, and its code is public at {OWN}.",
    f"Quellcode: {OWN}",
    f"Unser Code ist unter {OWN} verfügbar.",
    f"Le code source est disponible sur {OWN}.",
    f"El código está disponible en {OWN}.",
    f"Код доступен по адресу {OWN}.",
    f"我们的代码见{OWN}。",
    f"代码已开源：{OWN}。",
    f"コードは {OWN} で公開している。",
]

ELSEWHERE = [
    ("project page", f"Project page: {PAGE}", PAGE),
    ("page of any host", "Project page: https://fold.moths.example", "https://fold.moths.example"),
    ("films on the page", f"Videos are available at {PAGE}.", PAGE),
    ("page, then another's code", f"Code is released at {PAGE}. We build on {OTHER}.", PAGE),
    ("code on the page, data apart", f"Code and demo at {PAGE}; dataset at {OWN}.", PAGE),
    ("Hugging Face", f"Our code and models are at {MODEL}.", MODEL),
    ("Zenodo", f"Code is available at {DATA}.", DATA),
    ("DOI", "Code is archived at https://doi.org/10.5281/zenodo.1.", "https://doi.org/10.5281/zenodo.1"),
    ("OSF", "The code is at https://osf.io/ab12c.", "https://osf.io/ab12c"),
    ("ModelScope", "Code: https://modelscope.cn/models/moth/fold", "https://modelscope.cn/models/moth/fold"),
    ("own GitLab", "Our code: https://gitlab.moths.example/a/b", "https://gitlab.moths.example/a/b"),
    ("our code after it", "See https://moths.example/fold for our code.", "https://moths.example/fold"),
    ("our code as label", r"\href{https://moths.example/fold}{Our code} will follow.", "https://moths.example/fold"),
    ("no host of code", "Our code is at https://moths.example/fold.zip.", "https://moths.example/fold.zip"),
    ("package", "Our package is at https://packages.example/project/fold.", "https://packages.example/project/fold"),
    ("gist", "Code: https://gist.github.com/moth/1ab2", "https://gist.github.com/moth/1ab2"),
    ("folder", f"Code: {OWN}/tree/main/src", f"{OWN}/tree/main/src"),
    ("pull request", f"Our code is merged and available at {OWN}/pull/4.", f"{OWN}/pull/4"),
    ("without scheme", "Code: github.com/moth-lab/fold", OWN),
    ("reference in it", "Code: https://moths.example/?a=1&amp;b=2", "https://moths.example/?a=1&b=2"),
    ("references around it", f"Code: &lt;{OWN}&gt;", OWN),
    (
        "look-alike that the paper names",
        "Our code: https://github.com.moths.example/a",
        "https://github.com.moths.example/a",
    ),
]

BORROWED = [
    f"We collect issues from {OTHER} to train.",
    f"The dataset was crawled from {OTHER}.",
    f"Our data were obtained from {OTHER}.",
    f"We release a dataset of bugs from {OTHER}.",
    f"We release patches for {OTHER}.",
    f"We release Fold, a fork of Lantern ({OTHER}).",
    f"We evaluate on the data released at {OTHER}.",
    f"Our method is built on Lantern ({OTHER}).",
    f"Our code is based on {OTHER}.",
    f"Our code is adapted from {OTHER}.",
    f"Our code extends {OTHER}.",
    f"We build Fold on top of Lantern ({OTHER}).",
    f"We use the implementation available at {OTHER}.",
    f"We\nuse the implementation available at\n{OTHER}.",
    rf"We use Lantern\footnote{{{OTHER}}} for all runs.",
    f"We have used Lantern ({OTHER}) to evaluate moths.",
    f"We compare with Lantern, whose code is available at {OTHER}.",
    f"The authors of Lantern released their code at {OTHER}.",
    f"Lantern is available at {OTHER}, which we use as a baseline.",
    f"The original code at {OTHER} has a bug that we mend.",
    f"Systems such as Lantern ({OTHER}) are slow.",
    f"Unlike Lantern ({OTHER}), ours needs no lamp.",
    f"Following {OTHER}, we train on moths.",
    f"We mine commits of {OTHER}.",
    f"We use PyMoth (https://github.com/py/moth) and Lantern ({OTHER}).",
    f"We study three projects: https://github.com/a/b, https://github.com/c/d and {OTHER}.",
    f"我们的代码基于 {OTHER}。",
]

UNSAID = [
    f"Lantern ({OTHER}) is a benchmark.",
    f"The repository {OTHER} has 3,000 stars.",
    f"We found 12 bugs in {OTHER}, all confirmed.",
    f"Issues were filed at {OTHER}.",
    f"Code generation by Lantern ({OTHER}) is slow.",
    f"Moths fly ({OTHER}).",
    f"We propose Fold ({OTHER}).",
]

NOWHERE = [
    "Our code is at https://github.com@moth.example/moth-lab/fold.",
    "",
    "Code will be released.",
    "Code: https://github.com",
    "Code: https://github.com/topics/python",
    "Code: https://github.com/features/actions",
    "Code: https://github.com/orgs/moth-lab/repositories",
    "Code: https://github.com/sponsors/moth",
    "Code: https://github.com/marketplace/moth",
    "Code: https://github.com/moth-lab",
    "Code: https://gitlab.com/explore/projects",
    "Code and video: https://youtu.be/moth",
    "Code and paper: https://arxiv.org/abs/2401.00001",
    "Our code is at https://github",
    "Discussed at https://github.com/moth/fold/issues/4.",
    "We tested https://notgithub.com/a/b and https://github.com.moths.example/a/b.",
]


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("marked", [False, True])
def test_addresses_of_the_authors_own_code(text: str, marked: bool) -> None:
    assert find_code_url(text, marked) == OWN


@pytest.mark.parametrize(("text", "url"), [case[1:] for case in ELSEWHERE], ids=[case[0] for case in ELSEWHERE])
@pytest.mark.parametrize("marked", [False, True])
def test_code_on_any_host(text: str, url: str, marked: bool) -> None:
    assert find_code_url(text, marked) == url


@pytest.mark.parametrize("text", [*BORROWED, *NOWHERE])
@pytest.mark.parametrize("marked", [False, True])
def test_other_addresses(text: str, marked: bool) -> None:
    assert find_code_url(text, marked) is None


@pytest.mark.parametrize("text", UNSAID)
def test_a_mere_mention_counts_only_if_the_paper_is_marked(text: str) -> None:
    assert find_code_url(text, marked=False) is None
    assert (find_code_url(text, marked=True) or "").endswith("github.com/lamp/lantern")


def test_several_mere_mentions_do_not_count() -> None:
    assert find_code_url(f"Lantern ({OTHER}) is a moth. So is Fold ({OWN}).", marked=True) is None
    assert find_code_url(f"We use Lantern ({OTHER}). Fold ({OWN}) is a moth.", marked=True) == OWN


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"We have trained and open-sourced Fold ({MODEL}).", MODEL),
        (f"Based on Lantern, we trained and open-sourced Fold ({MODEL}), a moth.", MODEL),
        ("Our dataset is at https://huggingface.co/datasets/moth/wings.", "https://huggingface.co/datasets/moth/wings"),
        ("The benchmark is available at https://wings.moths.example.", "https://wings.moths.example"),
        (f"Our data are available at {DATA}. Lantern ({OTHER}) is a moth.", DATA),
    ],
)
def test_own_data_and_models_count_only_if_the_paper_is_marked(text: str, url: str) -> None:
    assert find_code_url(text, marked=False) is None
    assert find_code_url(text, marked=True) == url


@pytest.mark.parametrize(
    "piece", ["our-", "- ", ": ", ". ", "we use ", "see ", "}{", "\\href{", "code ", "to ", "é", "&"]
)
@pytest.mark.parametrize("length", [300, 3])
def test_time_grows_with_the_text(piece: str, length: int) -> None:
    mention = piece * (length // len(piece) + 1) + f" {OWN} "
    check_growth(lambda times: find_code_url(mention * times, marked=True), 200_000 // len(mention))
