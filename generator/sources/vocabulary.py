"""Vocabulary: the text of `topics.yml` in; topics, each with the phrases that assign papers to it, and faults out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.models import Problem
from generator.sources.yaml_lines import YamlFile, YamlValue, read_yaml
from generator.text.stems import Phrase


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, with the phrases that assign papers to it."""

    name: str
    about: str
    """One line for readers; empty for a topic that is made from the text of papers."""
    phrases: tuple[Phrase, ...]


def read_vocabulary(path: str, text: str) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """Return the topics of a vocabulary, and its faults; a topic without phrases is left out."""
    source, problems = read_yaml(path, text)
    faults = list(problems)
    if source.value is not None and not isinstance(source.value, dict):
        return (), (*faults, source.error("expected topics, each a name with 'about' and 'phrases'"))
    topics = [_read_topic(source, name, value, faults) for name, value in (source.value or {}).items()]
    return tuple(topic for topic in topics if topic), tuple(faults)


def _read_topic(source: YamlFile, name: str, value: YamlValue, faults: list[Problem]) -> Topic | None:
    if not isinstance(value, dict):
        faults.append(source.error("expected 'about' and 'phrases' under the topic's name", name))
        return None
    for key in value.keys() - {"about", "phrases"}:
        faults.append(source.error(f"expected 'about' or 'phrases', found {key!r}", name, key))
    about, listed = value.get("about"), value.get("phrases")
    if not name.strip():
        faults.append(source.error("expected the name of a topic, found nothing", name))
        return None
    if about is not None and not isinstance(about, str):
        faults.append(source.error(f"expected a line of text about {name!r}, found {about!r}", name, "about"))
    if not isinstance(listed, list) or not listed:
        faults.append(source.error(f"expected a list of phrases for {name!r}", name))
        return None
    phrases = []
    for place, text in enumerate(listed):
        phrase = Phrase.read(text) if isinstance(text, str) else None
        if phrase is None or not phrase.stems:
            faults.append(source.error(f"expected a phrase, found {text!r}", name, "phrases", place))
        else:
            phrases.append(phrase)
    return Topic(name.strip(), about.strip() if isinstance(about, str) else "", tuple(phrases))
