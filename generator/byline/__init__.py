"""Splits the title line into title and authors, which the listing runs together without a separator.

Comes in: a title line and the abstract below it. Goes out: a `Split`, with its confidence and the second-best reading;
other entries change nothing of it.

Each step has a module of its own:

`tail`      takes ` et al.` and affiliations off the end of the line.
`authors`   reads lists of names as people write them: separators, suffixes, labels, marks.
`readings`  writes down every way to read a line: every place where a first name could begin, and the reading that
            there are no authors at all. Places within words are looked at only where no other gives a sure reading.
`evidence`  describes each reading by figures: how probable its words are as parts of names, whether the last word of
            the title is known from titles or from the abstract, how the letters on both sides look, whether brackets
            and dollars close. What a listing shows of its names and words was tried, and made readings worse.
`letters`   judges names never seen before by their letters: models of letter sequences, one for given and one for
            family names (Witten-Bell smoothed n-grams; Chen and Goodman 1999, section 2.6), mixed with models of
            capitalization alone.
`weights`   sums the figures with weights, and turns the sums of all readings into probabilities: a conditional logit,
            or maximum-entropy, model (Berger, Della Pietra and Della Pietra 1996). Weights, letter models and the
            words of titles are in `generator/data/byline.json`, made by `scripts/train_byline.py`.
`split`     chooses the best reading. What a person says of a line goes before it.

The probability of the best reading is the confidence. It is calibrated in as much as the training maximizes the
likelihood of right answers for lines whose names the letter models had not seen.
"""

from generator.byline.candidates import Candidate, generate_candidates
from generator.byline.splitter import REVIEW_BELOW, Split, apply_correction, find_candidate, split
from generator.byline.tail import read_line

__all__ = [
    "REVIEW_BELOW",
    "Candidate",
    "Split",
    "apply_correction",
    "find_candidate",
    "generate_candidates",
    "read_line",
    "split",
]
