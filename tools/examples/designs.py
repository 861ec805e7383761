"""Designs of HTML pages: old tables, divs of today, AMP-like, text in linked data only, and others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from html import escape as escaped
from itertools import groupby

from tools.examples.authored import Version, words
from tools.examples.furniture import Group, Part, Pick

Naming = Callable[[str], str]  # the class attribute of a role or of a group, with its blank; may be empty
Seen = tuple[Sequence[Group], Sequence[Group], Sequence[Group]]  # above, in and below the article

_TAGS = {
    "article.headline": "h1",
    "article.heading": "h2",
    "article.pullquote": "blockquote",
    "article.paragraph": "p",
    "article.dek": "p",
    "meta.dateline": "p",
    "ui.button": "button",
    "notice.correction": "p",
    "meta.author_bio": "p",
    "notice.rights": "p",
}
_LABELS = {"list.related", "list.teasers", "list.podcasts", "ad.partner_content"}
_LINKS = {"nav.menu", "nav.footer"}
_ITEMS = {"list.teaser", "list.podcast_item", "ad.partner_item"}
_LISTED = {"list.most_read", "list.live"}


def page(version: Version, groups: Sequence[Group]) -> str:
    """The whole HTML page of a version."""
    made: dict[str, Callable[[Version, Seen], str]] = {
        "tables": _tables,
        "amp": _amp,
        "jsonld-only": _linked_only,
        "liveblog": _live_blog,
        "longread": _long_read,
        "japanese": _japanese,
        "wiki-ish": _wiki,
    }
    return made.get(version.design, _divs)(version, parted(groups))


def parted(groups: Sequence[Group]) -> Seen:
    """What stands above, in and below the article."""
    kinds = [group.kind for group in groups]
    start = kinds.index("head") if "head" in kinds else kinds.index("gate")
    end = max(at for at, kind in enumerate(kinds) if kind in ("article", "head", "gate")) + 1
    return groups[:start], groups[start:end], groups[end:]


# ---- the pieces most designs share ----------------------------------------------------------------------------------


def classes(version: Version) -> Naming:
    """How an outlet names its classes: after blocks, after components, or not for people at all."""
    style = Pick(version).number("classes") % 3

    def named(role: str) -> str:
        word = role.rpartition(".")[2].replace("_", "-")
        if style == 0:
            return f' class="story__{word}"'
        if style == 1:
            return f' class="c-{word} u-spaced" data-component="{word}"'
        return f' class="css-{hashlib.blake2b(f"{version.site} {word}".encode(), digest_size=3).hexdigest()}"'

    return named


def body_markup(groups: Sequence[Group], named: Naming) -> str:
    """Groups one after the other; furniture in an element of its own."""
    return "\n".join(group_markup(group, named) for group in groups)


def group_markup(group: Group, named: Naming) -> str:
    """A group as HTML."""
    inner = parts_markup(group.parts, named)
    if group.kind in ("head", "article", "gate"):
        return inner
    if group.kind == "nav":  # the way past the menu stands before it
        skip, menu = group.parts
        past = f'<a{named("nav.skip")} href="#main">{skip.text}</a>'
        return f"{past}\n<header{named('nav')}>{part_markup(menu, named)}</header>"
    tag = {"footer": "footer", "related": "aside", "partner": "aside"}.get(group.kind, "section")
    return f"<{tag}{named(group.kind)}>\n{inner}\n</{tag}>"


def parts_markup(parts: Sequence[Part], named: Naming) -> str:
    """Parts as HTML; captions go with their pictures, key points and options into lists."""
    found = []
    for kind, run in groupby(parts, key=_together):
        members = list(run)
        if kind == "figure":
            found.append(_figure(members, named))
        elif kind == "list":
            found.append("<ul>\n" + "\n".join(_item(part, named) for part in members) + "\n</ul>")
        else:
            found += [part_markup(part, named) for part in members]
    return "\n".join(found)


def _together(part: Part) -> str:
    if part.role in ("media.caption", "media.credit"):
        return "figure"
    return "list" if part.role in ("article.keypoint", "interactive.poll_option", "ticker.quote") else ""


def _figure(parts: Sequence[Part], named: Naming) -> str:
    texts = [f"<span{named(part.role)}>{escaped(part.text, quote=False)}</span>" for part in parts]
    return f'<figure{named("figure")}><img src="/img/1.jpg" alt=""><figcaption>{" ".join(texts)}</figcaption></figure>'


def _item(part: Part, named: Naming) -> str:
    spans = " ".join(f"<span>{escaped(line, quote=False)}</span>" for line in part.lines)
    return f"<li{named(part.role)}>{spans}</li>"


def part_markup(part: Part, named: Naming) -> str:
    """One block as HTML."""
    lines = [escaped(line, quote=False) for line in part.lines]
    name = named(part.role)
    if part.role in _TAGS:
        tag = _TAGS[part.role]
        return f"<{tag}{name}>{'<br>'.join(lines)}</{tag}>"
    if part.role in _LABELS:
        return f"<h3{name}>{lines[0]}</h3>"
    if part.role == "article.table":
        return _table(part)
    if part.role == "article.list":
        return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    if part.role == "meta.date":
        return f'<div{name}><time datetime="{(part.data or {})["date"]}">{lines[0]}</time></div>'
    if part.role in _LINKS:
        return f"<nav{name}><ul>" + "".join(f'<li><a href="/x">{line}</a></li>' for line in lines) + "</ul></nav>"
    if part.role == "consent.cookie":
        buttons = " ".join(f'<button type="button">{line}</button>' for line in lines[1:])
        return f'<div{name} role="dialog"><p>{lines[0]}</p>{buttons}</div>'
    if part.role == "ui.share":
        return f"<ul{name}>" + " ".join(f'<li><a href="#">{line}</a></li>' for line in lines) + "</ul>"
    if part.role in _ITEMS:
        return f'<div{name}><a href="/x"><h4>{lines[0]}</h4></a>{"".join(f"<p>{line}</p>" for line in lines[1:])}</div>'
    if part.role == "nav.topics":
        links = "".join(f'<a href="/topic">{line}</a>' for line in lines[1:])
        return f"<div{name}><h4>{lines[0]}</h4><div>{links}</div></div>"
    if part.role in _LISTED:
        items = "".join(f'<li><a href="/x">{line}</a></li>' for line in lines[1:])
        return f"<div{name}><h3>{lines[0]}</h3><ol>{items}</ol></div>"
    return f"<div{name}>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def _table(part: Part) -> str:
    rows = [[escaped(cell, quote=False) for cell in line.split("\t")] for line in part.lines]
    first = "".join(f"<th>{cell}</th>" for cell in rows[0])
    rest = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{first}</tr>{rest}</table>"


def linked(version: Version, *, with_body: bool = False) -> str:
    """What a page says of itself as linked data."""
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "datePublished": version.published,
        "author": [{"@type": "Person", "name": name} for name in version.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": version.outlet},
        "inLanguage": version.language,
        "isAccessibleForFree": version.design != "paywall-stub",
    }
    if with_body:
        said["articleBody"] = "\n\n".join(map(words, version.article))
    kept = {key: value for key, value in said.items() if value not in ("", [])}
    markup = json.dumps(kept, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return f'<script type="application/ld+json">\n{markup}\n</script>'


def head(version: Version, *more: str) -> str:
    """The head of a page of today."""
    title = escaped(version.title or version.outlet)
    lines = [
        '<meta charset="utf-8">',
        f"<title>{title} | {escaped(version.outlet)}</title>",
        f'<link rel="canonical" href="{version.url}">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta property="og:site_name" content="{escaped(version.outlet)}">',
        f'<meta property="og:title" content="{title}">',
    ]
    if version.published:
        lines.append(f'<meta property="article:published_time" content="{version.published}">')
    return "<head>\n" + "\n".join([*lines, *more]) + "\n</head>"


def document(version: Version, top: str, inner: str, attributes: str = "") -> str:
    """A page from its head and its body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{version.language}"{attributes}>\n{top}\n<body>\n{inner}\n'
        '<script>window.dataLayer=window.dataLayer||[];dataLayer.push({"page":"article"});</script>\n</body>\n</html>\n'
    )


# ---- the designs ----------------------------------------------------------------------------------------------------


def _divs(version: Version, seen: Seen) -> str:
    """Divs of today; also from right to left, and with the rest behind a wall."""
    named = classes(version)
    above, inside, below = (body_markup(groups, named) for groups in seen)
    wall = ' class="truncated" data-access="subscribers"' if version.design == "paywall-stub" else ""
    tag = "div" if "no_article" in version.more else "article"
    inner = f"{above}\n<main>\n<{tag}{named('article')}>\n<div{wall}>\n{inside}\n</div>\n</{tag}>\n</main>\n{below}"
    attributes = ' dir="rtl"' if version.design == "rtl" else ""
    more = [linked(version)] if tag == "article" else []
    return document(version, head(version, *more), inner, attributes)


def _tables(version: Version, seen: Seen) -> str:
    """A page of tables, fonts and line breaks, which says nothing of itself but its title."""
    above, inside, below = seen
    rows = [f'<tr><td colspan="2" bgcolor="#dddddd">{_old(group)}</td></tr>' for group in above]
    main = "\n".join(_old(group) for group in inside)
    side = "\n<hr>\n".join(_old(group) for group in below if group.kind not in ("footer", "rights"))
    foot = "".join(_old(group) for group in below if group.kind in ("footer", "rights"))
    lines = [
        "<html>",
        "<head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        f"<title>{escaped(version.outlet)}: {escaped(version.title)}</title>",
        "</head>",
        '<body bgcolor="#ffffff">',
        '<table width="780" border="0" cellspacing="0" cellpadding="4">',
        *rows,
        f'<tr><td width="540" valign="top">\n{main}\n</td>',
        f'<td width="240" valign="top" bgcolor="#eeeeee">\n{side}\n</td></tr>',
        f'<tr><td colspan="2"><small>{foot}</small></td></tr>',
        "</table>",
        "</body>",
        "</html>\n",
    ]
    return "\n".join(lines)


def _old(group: Group) -> str:
    found = []
    for part in group.parts:
        lines = [escaped(line, quote=False) for line in part.lines]
        if part.role == "article.headline":
            found.append(f'<font size="5"><b>{lines[0]}</b></font><br><br>')
        elif part.role == "article.paragraph":
            found.append(f"<p>{lines[0]}")
        elif part.role == "media.caption":
            found.append(f'<p><img src="pics/1.gif" width="300" alt=""><br><i>{lines[0]}</i>')
        elif part.role == "article.table":
            found.append(_table(part))
        elif part.role in (*_LINKS, "nav.skip"):
            found.append(_anchors(lines))
        elif part.role in _ITEMS:
            found.append(f'<p><a href="x.htm"><font size="2">{lines[0]}</font></a><br>{"<br>".join(lines[1:])}')
        else:
            found.append(f'<p><font size="2">{"<br>".join(lines)}</font>')
    return "\n".join(found)


def _anchors(lines: Sequence[str]) -> str:
    return "<p>" + "&nbsp; ".join(f'<a href="x.htm">{line}</a>' for line in lines) + "<br>"


def _amp(version: Version, seen: Seen) -> str:
    """A page for phones, of a framework's own elements."""

    def named(role: str) -> str:
        return f' class="amp-{role.rpartition(".")[2].replace("_", "-")}"'

    above, inside, below = (body_markup(groups, named).replace("<img ", "<amp-img ") for groups in seen)
    more = ['<script async src="https://cdn.example/v0.js"></script>', linked(version)]
    return document(version, head(version, *more), f"{above}\n<article>\n{inside}\n</article>\n{below}", " ⚡")


def _linked_only(version: Version, seen: Seen) -> str:
    """A page whose article only linked data holds: scripts would put it there."""
    named = classes(version)
    above, inside, below = seen
    shown = [group for group in inside if group.kind != "article"]
    root = f'<div id="root">\n{body_markup(shown, named)}\n<div class="article-slot" data-load="body"></div>\n</div>'
    inner = f"{body_markup(above, named)}\n<main>{root}</main>\n{body_markup(below, named)}"
    return document(version, head(version, linked(version, with_body=True)), inner)


def _live_blog(version: Version, seen: Seen) -> str:
    """Entries, each an article of its own, from one heading to the next."""
    named = classes(version)
    above, inside, below = seen
    found = []
    for group in inside:
        markup = group_markup(group, named)
        if group.kind == "article":
            markup = markup.replace(f"<h2{named('article.heading')}>", '</div>\n<div class="live-entry">\n<h2>')
            markup = f'<div class="live-entry">\n{markup}\n</div>'
        found.append(markup)
    inner = "\n".join(
        [body_markup(above, named), '<main class="liveblog">', *found, "</main>", body_markup(below, named)]
    )
    return document(version, head(version, linked(version)), inner)


def _long_read(version: Version, seen: Seen) -> str:
    """Wide pictures, a large first letter, pull quotes."""
    named = classes(version)
    above, inside, below = (body_markup(groups, named) for groups in seen)
    opening = f"<p{named('article.paragraph')}>"
    start = inside.find(opening) + len(opening)
    letter = inside[start]
    if letter.isalpha():
        inside = f'{inside[:start]}<span class="dropcap">{letter}</span>{inside[start + 1 :]}'
    chapter = f'<section class="chapter">\n{inside}\n</section>'
    inner = f'{above}\n<main><article class="longread">{chapter}</article></main>\n{below}'
    return document(version, head(version, linked(version)), inner)


def _japanese(version: Version, seen: Seen) -> str:
    """Divs named in the way of Japanese newspapers; paragraphs opened by a wide space."""

    def named(role: str) -> str:
        word = role.rpartition(".")[2]
        return {"paragraph": ' class="honbun-p"', "headline": ' class="midashi"'}.get(word, f' class="{word}_area"')

    above, inside, below = (body_markup(groups, named) for groups in seen)
    inner = f'{above}\n<div id="main"><div id="kiji_honbun">\n{inside}\n</div></div>\n{below}'
    return document(version, head(version), inner)


def _wiki(version: Version, seen: Seen) -> str:
    """An encyclopaedia that anybody can edit: no date, no author, a table."""

    def named(role: str) -> str:
        return "" if role.startswith("article.") else f' class="portlet {role.rpartition(".")[2]}"'

    above, inside, below = (body_markup(groups, named) for groups in seen)
    title = f"<title>{escaped(version.title)} - {escaped(version.outlet)}</title>"
    top = f'<head>\n<meta charset="utf-8">\n{title}\n<meta name="generator" content="OpenWiki 1.4">\n</head>'
    return document(version, top, f'{above}\n<div id="content" class="wiki-body">\n{inside}\n</div>\n{below}')
