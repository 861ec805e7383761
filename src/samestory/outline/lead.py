"""What stands before the article's first paragraph: headline, dek, key points, pictures with their captions."""

from __future__ import annotations

from samestory.outline.cues import cue
from samestory.outline.details.dates import near
from samestory.outline.head import is_dateline
from samestory.outline.runs import Part
from samestory.outline.scene import Scene, words_of
from samestory.outline.sections import costs, furnish

_FAR = 60  # a headline stands at most so many lines above the text
# Of the lines above a photo credit that end as sentences, 9 of 40 below 250 letters are article text, 13 of 16 above.
_LONGEST_CAPTION = 250
# Letters of a sentence between headline and text from which it is no caption: F1 of flattened fundus at 120 / 160 / 200
# is .924 / .924 / .923, of naeb .919 / .918 / .917.
_PARAGRAPH = 120
_NEAR = 5  # lines below a byline in which key points and captions stand, but no headline
_LABEL = 30  # letters of the name of a section, at most
_META = ("meta.", "ui.share", "ui.audio", "ui.bookmark")


def begin(scene: Scene) -> range:
    """The body without what still belongs to the head of the page: key points, and a dek above the byline.

    Of the first lines that read as prose, those above a byline or date line are dek or headline: 88 of 100 news pages
    have their byline right above the text.
    """
    start = _below_title(scene)
    for at in range(start, min(start + 7, scene.body.stop)):
        above = sum(scene.lines[line].weight for line in range(start, at))
        if (scene.role(at) or "").startswith(_META) and above < 420 and 3 * above < _prose(scene, at):
            start = at + 1
    bullets = start
    while bullets < scene.body.stop and (scene.lines[bullets].bullet or not scene.plain(bullets)):
        bullets += 1
    if _prose(scene, bullets) > 2 * sum(scene.lines[at].weight for at in range(start, bullets)):
        start = bullets
    return range(start, scene.body.stop)


def _below_title(scene: Scene) -> int:
    """Where the body begins if its title is known from elsewhere: nothing above the line of the title is the story.

    The text below must be a third of all that reads as running text, as that below a teaser of the page itself is not.
    """
    start = scene.body.start
    titles = [at for at in scene.body if _is_title(scene, at)]
    found = titles[0] + 1 if titles else start
    return found if 3 * _prose(scene, found) >= _prose(scene, start) else start


def _is_title(scene: Scene, at: int) -> bool:
    line = scene.lines[at]
    return bool(scene.title) and line.weight > 20 and line.text.casefold() in (scene.title or "").casefold()


def _prose(scene: Scene, start: int) -> float:
    """Letters of running text from here to the end of the body."""
    places = range(start, scene.body.stop)
    return sum(scene.lines[at].weight for at in places if scene.plain(at) and scene.lines[at].prose > 0.3)


def lead(scene: Scene) -> list[Part]:
    """A part for every line before the body."""
    headline = find_headline(scene)
    named: dict[int, Part] = {}
    for at in range(scene.body.start if scene.body else 0):
        if role := _named(scene, at, headline):
            named[at] = Part(at, at, *role)
    return furnish(scene, range(scene.body.start), "nav.menu", named)


def find_headline(scene: Scene) -> int | None:
    """The line before the body that says most of what the body says, at a headline's length."""
    places = range(max(0, scene.body.start - _FAR), scene.body.start)
    scored = [(_headline_score(scene, at), -at) for at in places if _may_be_headline(scene, at)]
    best, place = max(scored, default=(0.0, 0))
    return _above_dek(scene, -place) if best > 0.6 else None


def _above_dek(scene: Scene, at: int) -> int:
    """The line above, if that reads as a headline too: then this one is the dek, which says as much of the text."""
    above = at - 1
    if above < 0 or not _may_be_headline(scene, above) or scene.lines[above].ends:
        return at
    long_enough = scene.lines[above].weight >= max(28, 0.4 * scene.lines[at].weight)
    return above if long_enough and scene.likeness(above) >= 0.3 else at


def _may_be_headline(scene: Scene, at: int) -> bool:
    line = scene.lines[at]
    repeated = at + 1 < len(scene.lines) and scene.lines[at + 1].text == line.text
    if not scene.plain(at) or line.bullet or (repeated and line.ends) or _under_keypoints(scene, at):
        return False
    if line.words <= 5 and is_name(scene, at, known=0.5):  # a person alone, with or without an office
        return False
    return 14 <= line.weight <= 260


def _headline_score(scene: Scene, at: int) -> float:
    line = scene.lines[at]
    if _is_title(scene, at):
        return 9.0
    length = min(1.0, line.weight / 50) - max(0.0, (line.weight - 150) / 100)
    stop = 0.4 if line.text.endswith((".", "。")) else 0.0
    near = 0.25 if _is_meta(scene, at - 1) or _is_meta(scene, at + 1) else 0.0  # at its date or byline
    signed = 0.3 if any(scene.role(up) == "meta.byline" for up in range(max(0, at - _NEAR), at)) else 0.0
    return scene.likeness(at) + near + 0.5 * length - stop - signed - 0.005 * (scene.body.start - at)


def _named(scene: Scene, at: int, headline: int | None) -> tuple[str, str] | None:
    """Role and reason of a line above the body; None if it is furniture like any other."""
    if at == headline:
        return "article.headline", "says in short what the text below it says"
    if headline is not None and at == headline - 1 and _is_section(scene, at):
        return "meta.section", "a word of menus, alone above the headline"
    if not scene.plain(at):
        return None
    if _is_keypoint(scene, at):
        return "article.keypoint", "a point of a list right above the text"
    if is_captioned(scene, at):
        return "media.caption", "stands at a photo credit, or twice in a row"
    if at == scene.body.start - 1 and is_name(scene, at, known=0.5) and not _is_meta(scene, at - 1):
        return "media.caption", "a name right above the text"
    return _below_headline(scene, at, headline)


def _is_section(scene: Scene, at: int) -> bool:
    """A word of menus above the headline that stands by itself, or for the second time."""
    line = scene.lines[at]
    if scene.role(at) != "nav.menu" or line.weight > _LABEL:
        return False
    alone = at > 0 and scene.role(at - 1) != "nav.menu"
    return alone or any(other.text == line.text for other in scene.lines[:at])


def _below_headline(scene: Scene, at: int, headline: int | None) -> tuple[str, str] | None:
    """An unmarked line between headline and text."""
    line = scene.lines[at]
    if headline is None or at < headline or costs(line):
        return None
    if line.weight >= 40 and (line.ends or line.lower is None or line.lower >= 0.5):
        if all(not scene.plain(above) or is_captioned(scene, above) for above in range(headline + 1, at)):
            return "article.dek", "sums up below the headline"
        if line.ends and line.weight >= _PARAGRAPH:
            return "article.paragraph", "running text between headline and text"
        if any(scene.role(above) == "list.live" for above in range(headline + 1, at)):
            return None
        return "media.caption", "between headline and text"
    if scene.lines[at].text == scene.lines[headline].text:
        return "article.headline", "the headline once more"
    if is_dateline(line.text):
        return "meta.dateline", "a place in capitals, and a land or a day"
    beside = any(_is_meta(scene, place) for place in (at - 1, at + 1))
    if beside and near(line.text):
        return "meta.date", "a day beside byline or date"
    if 2 <= line.words <= 6 and beside and not _is_row_of_buttons(line.text):
        return "meta.byline", "a name beside byline or date"
    return None


def _is_row_of_buttons(text: str) -> bool:
    """Is a word of a line one of buttons or menus?"""
    return any((found := cue(word)) and found.role.startswith(("ui.", "nav.")) for word in text.split())


def _is_meta(scene: Scene, at: int) -> bool:
    return 0 <= at < len(scene.lines) and (scene.role(at) or "").startswith(("meta.date", "meta.byline"))


def _is_keypoint(scene: Scene, at: int) -> bool:
    """In the list that ends right above the text, or under a heading for key points."""
    below = at
    while below < scene.body.start and scene.lines[below].bullet:
        below += 1
    if scene.lines[at].bullet and (below == scene.body.start or _only_meta(scene, below)):
        return True
    return _under_keypoints(scene, at)


def _under_keypoints(scene: Scene, at: int) -> bool:
    """Under a heading for key points, with nothing else between."""
    head = next((up for up in range(at - 1, max(-1, at - 7), -1) if not scene.plain(up)), None)
    return head is not None and scene.role(head) == "article.keypoint" and scene.lines[at].weight >= 30


def _only_meta(scene: Scene, start: int) -> bool:
    """Nothing but marked lines from here to the body."""
    return scene.body.start - start < 12 and all(not scene.plain(at) for at in range(start, scene.body.start))


def is_captioned(scene: Scene, at: int) -> bool:
    """Does the line stand at a photo credit, or twice in a row (the picture's alternative text and its caption)?"""
    line, after = scene.lines[at], at + 1
    if line.weight < 12 or line.weight > _LONGEST_CAPTION:
        return False
    return _is_twin(scene, at) or (_is_credit(scene, after) and (line.ends or scene.pictured <= 2))


def is_name(scene: Scene, at: int, known: float = 0.0) -> bool:
    """Nothing but capitalised words, the last of them a name the article uses inside its sentences.

    `known`: the least share of the words that must be such names.
    """
    words = words_of(scene.lines[at].text)
    if not 2 <= len(words) <= 8 or any(word[0].islower() and len(word) > 3 for word in words):
        return False
    shared = sum(word in scene.names for word in words)
    return words[-1] in scene.names and shared >= known * len(words)


def _is_twin(scene: Scene, at: int) -> bool:
    """The same line right above or below."""
    around = (at - 1, at + 1)
    return any(0 <= near < len(scene.lines) and scene.lines[near].text == scene.lines[at].text for near in around)


def _is_credit(scene: Scene, at: int) -> bool:
    sign = scene.signs[at] if at < len(scene.lines) and at not in scene.runs else None
    return sign is not None and sign.role == "media.credit"
