"""Split of title lines, in which a listing runs title and authors together without a separator.

In come a title line and the abstract below it, out comes a `Split` with its confidence and the second-best candidate.
The steps, each in a module of its own:

1. `tail` removes ` et al.` and affiliations from the end of the line.
2. `candidates` generates all ways to split the rest, one for each place where the first name may begin, and one
   without authors; `authors` parses the lists of names. Places within words are tried only if all others are unlikely.
3. `features` describes each candidate by numbers: how probable its words are as parts of names, whether the last word
   of the title is known from titles or from the abstract, which letters meet at the boundary, whether brackets close.
   Names that were never seen before are judged by `ngrams`: Witten-Bell smoothed models of letters (Chen and Goodman
   1999, section 2.6, https://doi.org/10.1006/csla.1999.0128), mixed with models of capitalization alone.
4. `model` turns the features into probabilities with a conditional logit, or maximum-entropy, model (Berger, Della
   Pietra and Della Pietra 1996, https://aclanthology.org/J96-1002/). `scripts/train_byline.py` trains it and writes
   `generator/data/byline.json.xz`.
5. `splitter` chooses the most probable candidate, unless a correction states title or authors.

The confidence is the probability of the chosen candidate. It is calibrated, as training maximizes the likelihood of the
right candidates for lines whose names the letter models had not seen.
"""

from generator.byline.candidates import Candidate
from generator.byline.splitter import Split, apply_correction, find_candidate, split

__all__ = ["Candidate", "Split", "apply_correction", "find_candidate", "split"]
