"""Vocabularies: the text of `topics.yml` in; topics, each with the phrases that place papers there, and faults out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator.models import Problem, Severity
from generator.sources.yaml_lines import YamlFile, YamlValue, read_yaml
from generator.text.stems import Phrase


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and the phrases that place a paper there."""

    name: str
    about: str
    """One line for readers; empty for a topic made from the text."""
    phrases: tuple[Phrase, ...]


@lru_cache(1)  # a server reads it again and again, and it seldom changes
def read_vocabulary(path: str, text: str) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """The topics of a vocabulary file, and its faults; a faulty topic is left out."""
    source, problems = read_yaml(path, text)
    faults = list(problems)
    if source.value is not None and not isinstance(source.value, dict):
        return (), (*faults, _fault(source, (), "expected topics, each a name with 'about' and 'phrases'"))
    topics = [_read_topic(source, name, value, faults) for name, value in (source.value or {}).items()]
    return tuple(topic for topic in topics if topic), tuple(faults)


def _read_topic(source: YamlFile, name: str, value: YamlValue, faults: list[Problem]) -> Topic | None:
    if not isinstance(value, dict):
        faults.append(_fault(source, (name,), "expected 'about' and 'phrases' under the topic's name"))
        return None
    for key in value.keys() - {"about", "phrases"}:
        faults.append(_fault(source, (name, key), f"expected 'about' or 'phrases', found {key!r}"))
    about, listed = value.get("about"), value.get("phrases")
    if not name.strip():
        faults.append(_fault(source, (name,), "expected the name of a topic, found nothing"))
        return None
    if about is not None and not isinstance(about, str):
        faults.append(_fault(source, (name, "about"), f"expected a line of text about {name!r}, found {about!r}"))
    if not isinstance(listed, list) or not listed:
        faults.append(_fault(source, (name,), f"expected a list of phrases for {name!r}"))
        return None
    phrases = []
    for place, text in enumerate(listed):
        phrase = Phrase.read(text) if isinstance(text, str) else None
        if phrase is None or not phrase.stems:
            faults.append(_fault(source, (name, "phrases", place), f"expected a phrase, found {text!r}"))
        else:
            phrases.append(phrase)
    return Topic(name.strip(), about.strip() if isinstance(about, str) else "", tuple(phrases))


def _fault(source: YamlFile, where: tuple[str | int, ...], message: str) -> Problem:
    return Problem(source.location(*where), message, Severity.ERROR)
