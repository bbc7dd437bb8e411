"""Names of people and places: told from other words by capitals, by lists and by what follows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from stepback_course.text.identifying.giveaway import Giveaway
from stepback_course.text.identifying.lists import phrases_of, words_of

_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-–][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
_INNER_CAPITAL = re.compile(r"[^\W\d_]+[A-ZÂÊÎÔÛŴŶ]")
_CELTIC_NAME = re.compile(r"(?:Ma?c|Fitz)[A-Z][a-z]|[OD]['’][A-Z]")
_SENTENCE_BREAK = re.compile(r"[.!?:…\n•*\"“”«»()\[\]]|(?:^|\s)['‘]|\s[-–—]\s*\Z|^[-–—]\s*\Z")
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "prof", "rev", "e.g", "i.e", "vs"})
_CONNECTORS = frozenset({"ap", "ab", "ferch", "de", "van", "der", "von", "al", "el", "bin", "bint"})
_MONTHS = frozenset({"may", "april", "june", "august", "mai", "ebrill", "summer"})
_SHORTEST_IN_SMALL_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a text, and what stands around it."""

    text: str
    start: int
    gap: str
    """What parts it from the word before."""
    before: str
    """The word before it, or an empty text."""
    after: str
    """The word that follows with nothing but a space between, or an empty text."""
    begins: bool
    """Whether it begins a sentence, so that its capital says nothing."""

    @property
    def bare(self) -> str:
        """The word without the ending of a possessive."""
        return _POSSESSIVE.sub("", self.text)

    @property
    def small(self) -> str:
        return self.bare.casefold()


def names(text: str, *, is_heading: bool = False) -> Iterator[Giveaway]:
    """Yield the names in a text, several words that belong together as one.

    In a heading every word may have a capital, so that only a given name is taken for a name.
    """
    tokens = _tokens(text)
    small_words = {token.text for token in tokens if token.text.islower()}
    known = _phrase_spans(text)
    is_heading = is_heading or _looks_like_heading(tokens)
    found = [
        not _within(token, known) and _is_name(token, small_words, in_heading=is_heading)
        for token in tokens
    ]
    for first, last in _runs(tokens, found):
        start = tokens[first].start
        end = tokens[last].start + len(tokens[last].bare)
        yield Giveaway("name", text[start:end], start)


def _is_given_name(word: str) -> bool:
    """Say whether a word is a given name and nothing else."""
    small = word.casefold()
    return small in words_of("given_names") and small not in words_of("names_that_are_words")


def _tokens(text: str) -> list[_Token]:
    matches = list(_TOKEN.finditer(text))
    tokens: list[_Token] = []
    for index, match in enumerate(matches):
        before = matches[index - 1] if index else None
        gap = text[before.end() if before else 0 : match.start()]
        after = matches[index + 1] if index + 1 < len(matches) else None
        follows = after is not None and text[match.end() : after.start()] == " "
        tokens.append(
            _Token(
                text=match.group(),
                start=match.start(),
                gap=gap,
                before=before.group() if before else "",
                after=after.group() if after and follows else "",
                begins=before is None or _ends_sentence(before.group(), gap, match.group()),
            )
        )
    return tokens


def _ends_sentence(word: str, gap: str, following: str) -> bool:
    """Say whether a sentence ends after a word, in what parts it from the following one."""
    if gap in (".", ". ") and (word.casefold() in _ABBREVIATIONS or _is_initial(word)):
        return following.casefold() in words_of("first_words")
    return _SENTENCE_BREAK.search(gap) is not None


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word != "I"


def _looks_like_heading(tokens: Sequence[_Token]) -> bool:
    capitals = sum(token.text[0].isupper() for token in tokens)
    return len(tokens) >= 3 and capitals > 0.8 * len(tokens)


def _phrase_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _known_phrases().finditer(text)]


@cache
def _known_phrases() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in phrases_of("phrases"))
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")


def _within(token: _Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _is_name(token: _Token, small_words: set[str], *, in_heading: bool) -> bool:
    word = token.bare
    if not word[0].isupper():
        return len(word) >= _SHORTEST_IN_SMALL_LETTERS and _is_given_name(word)
    if _follows_title(token):
        return True
    if word.isupper():
        return len(word) > 2 and _is_given_name(word)
    if _CELTIC_NAME.match(word) or _is_given_name(word):
        return True
    if _INNER_CAPITAL.match(word) or _is_plain(word, small_words):
        return False
    return _is_name_by_place(token, in_heading=in_heading)


def _is_name_by_place(token: _Token, *, in_heading: bool) -> bool:
    """Say whether a word with a capital, on no list, is a name where it stands."""
    if token.begins:
        return _acts_like_a_person(token)
    if token.small in _MONTHS:
        return not _is_month(token)
    return not in_heading or token.small in words_of("given_names")


def _is_plain(word: str, small_words: set[str]) -> bool:
    """Say whether a word is written with a capital though it names nobody."""
    parts = [part for part in re.split(r"[\-–]", word) if part[:1].isupper()]
    return all(_is_plain_part(part, small_words) for part in parts)


def _is_plain_part(part: str, small_words: set[str]) -> bool:
    base = re.split(r"['’]", part)[0].casefold()
    if base in words_of("given_names") and base not in words_of("words_with_capitals"):
        return False
    lists = (words_of("words_with_capitals"), words_of("first_words"), small_words)
    return any(base in plain or part.casefold() in plain for plain in lists)


def _follows_title(token: _Token) -> bool:
    """Say whether a title stands before a word, in the same sentence."""
    is_beside = token.gap in (" ", ". ", ".") and not token.begins
    return is_beside and token.before.casefold() in words_of("titles")


def _acts_like_a_person(token: _Token) -> bool:
    """Say whether a word that begins a sentence owns something, or does what only people do.

    A month or a season is no person, whatever follows.
    """
    if token.small in words_of("first_words") or token.small in _MONTHS:
        return False
    if token.text != token.bare and token.small in words_of("given_names"):
        return True
    return token.after.casefold() in words_of("person_verbs")


def _is_month(token: _Token) -> bool:
    if any(character.isdigit() for character in token.gap):
        return True
    return token.before.casefold() in words_of("before_a_month")


def _runs(tokens: Sequence[_Token], found: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of the words that are one name, as in *Aneurin ap Rhys*."""
    index = 0
    while index < len(tokens):
        if not found[index]:
            index += 1
            continue
        first = last = index
        while _joins(tokens, found, last):
            last += 2 if tokens[last + 1].text.casefold() in _CONNECTORS else 1
        while first and _leads(tokens[first - 1], tokens[first]):
            first -= 1
        yield first, last
        index = last + 1


def _joins(tokens: Sequence[_Token], found: Sequence[bool], last: int) -> bool:
    """Say whether the name goes on after its last word so far."""
    rest = tokens[last + 1 : last + 3]
    if not rest or not _goes_on(tokens[last], rest[0]):
        return False
    if rest[0].text.casefold() in _CONNECTORS and rest[0].text.islower():
        return len(rest) == 2 and rest[1].gap == " " and rest[1].text[0].isupper()
    return found[last + 1] or (_is_initial(rest[0].text) and rest[0].text != "A")


def _goes_on(token: _Token, following: _Token) -> bool:
    """Say whether nothing ends between two words: no sentence, and no possessive."""
    if token.bare != token.text:
        return False
    return following.gap == " " or (following.gap == ". " and not following.begins)


def _leads(before: _Token, token: _Token) -> bool:
    """Say whether the word before a name belongs to it: a title, an initial, a first name."""
    if _follows_title(token):
        return before.text[0].isupper()
    return token.gap in (" ", ". ", ".") and not token.begins and _is_initial(before.text)
