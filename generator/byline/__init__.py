"""Splits the title line into title and authors, which the listing runs together without a separator.

Comes in: the title lines of a listing, with its abstracts. Goes out: a `Split` for each line, with its confidence
and the second-best reading.

How it is done, each step in a module of its own:

`readings`  Every way to read a line is written down: every place where a first name could begin, with one to three
            authors, and the reading that there are no authors at all.
`evidence`  Each reading is described by figures: how probable its words are as parts of names, of how many words a
            name is, what this listing has shown of its names and words, how the letters at the seam look, whether
            brackets and dollars close.
`letters`   Names never seen before are judged by their letters: models of letter sequences, one for given and one for
            family names (Witten-Bell smoothed n-grams; Chen and Goodman 1999, section 2.6), mixed with models of
            capitalization alone. Models of the words of titles were tried, and decided nothing.
`split`     The best reading is chosen. What a person says of a line goes before it.
`weights`   The figures are summed with weights, and the sums of all readings turned into probabilities: a
            conditional logit, or maximum-entropy, model (Berger, Della Pietra and Della Pietra 1996). Weights and
            letter models are in `generator/data/byline.json`, made by `scripts/train_byline.py`.

The probability of the best reading is the confidence. It is calibrated in as much as the training maximizes the
likelihood of right answers for lines whose words the letter models had not seen.
"""

from generator.byline.evidence import Lexicon, learn
from generator.byline.readings import Reading
from generator.byline.split import REVIEW_BELOW, Split, find_reading, settle, split

__all__ = ["REVIEW_BELOW", "Lexicon", "Reading", "Split", "find_reading", "learn", "settle", "split"]
