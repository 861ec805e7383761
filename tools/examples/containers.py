"""What pages come in: HTML, flattened text, web archives, feeds, tables, JSON. The same bytes at every build."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape as escaped

from tools.examples import designs
from tools.examples.authored import Version
from tools.examples.furniture import Group, Part, Pick

_NAMESPACE = uuid.UUID("5a3e5709-0000-5000-8000-5a3e57091e55")
# What newspapers put into their feeds of all that stands on their pages.
IN_FEEDS = ("article", "rights", "topics")


def files(version: Version, groups: Sequence[Group]) -> dict[str, bytes]:
    """The files of a version by name: one, but two where a feed gives only a summary."""
    made: dict[str, Callable[[Version, Sequence[Group]], str | bytes]] = {
        "html": designs.page,
        "text": flattened,
        "warc": _warc,
        "wet": _wet,
        "rss": _rss,
        "atom": _atom,
        "jsonfeed": _json_feed,
        "ninjs": _ninjs,
        "jsonl": _json_lines,
        "csv": _csv,
        "parquet": _parquet,
    }
    content = made[version.container](version, groups)
    found = {version.file: content if isinstance(content, bytes) else content.encode("utf-8")}
    if "page_container" in version.more:
        found[f"{version.name}.html"] = designs.page(version, groups).encode("utf-8")
    return found


# ---- text -----------------------------------------------------------------------------------------------------------


def flattened(version: Version, groups: Sequence[Group]) -> str:
    """A page as a crawler flattens it: blank lines between blocks, or none at all, by outlet."""
    gap = "\n\n" if Pick(version).number("gap") % 3 or "layout" in version.more else "\n"
    return gap.join(_flat(part, version) for group in groups for part in group.parts) + "\n"


def _flat(part: Part, version: Version) -> str:
    """A block in lines; tags stand glued together, as links without spaces between them do."""
    if part.role == "nav.topics" and "layout" not in version.more:
        return f"{part.lines[0]}\n{''.join(part.lines[1:])}"
    return part.text.replace("\t", " ")


# ---- web archives ---------------------------------------------------------------------------------------------------


def _warc(version: Version, groups: Sequence[Group]) -> bytes:
    """A response and, where the author says so, a revisit that found the same again."""
    page = designs.page(version, groups).encode("utf-8")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page)
    fetched = version.more.get("fetched") or _later(version.published)
    said = {"WARC-Target-URI": version.url, "WARC-Date": fetched, "Content-Type": "application/http; msgtype=response"}
    first = {"WARC-Type": "response", "WARC-Record-ID": _record_id(version.url, fetched), **said}
    about = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _record_id("", version.name),
        "WARC-Date": fetched,
        "Content-Type": "application/warc-fields",
    }
    found = _record(about, b"software: invented/1.0\r\nformat: WARC File Format 1.1\r\n")
    found += _record(first, http + page)
    if again := version.more.get("revisit"):
        found += _record(
            {
                "WARC-Type": "revisit",
                "WARC-Record-ID": _record_id(version.url, again),
                **said,
                "WARC-Date": again,
                "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                "WARC-Refers-To": first["WARC-Record-ID"],
                "WARC-Refers-To-Target-URI": version.url,
                "WARC-Refers-To-Date": fetched,
            },
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
        )
    return found


def _wet(version: Version, groups: Sequence[Group]) -> bytes:
    fetched = version.more.get("fetched") or _later(version.published)
    said = {
        "WARC-Type": "conversion",
        "WARC-Target-URI": version.url,
        "WARC-Date": fetched,
        "WARC-Record-ID": _record_id(version.url, fetched),
        "Content-Type": "text/plain",
    }
    return _record(said, flattened(version, groups).encode("utf-8"))


def _record(headers: dict[str, str], block: bytes) -> bytes:
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items()), f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + block + b"\r\n\r\n"


def _record_id(url: str, when: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, f'{url} {when}')}>"


def _later(published: str) -> str:
    """When a crawler came by: on the day itself, towards midnight."""
    return f"{published[:10]}T23:30:00Z"


# ---- feeds ----------------------------------------------------------------------------------------------------------


def _content(groups: Sequence[Group]) -> str:
    """The article as a feed gives it: hardly any furniture."""
    return designs.body_markup([group for group in groups if group.kind in IN_FEEDS], lambda _: "")


def _rss(version: Version, groups: Sequence[Group]) -> str:
    when = format_datetime(datetime.fromisoformat(version.published))
    item = [
        f"<title>{escaped(version.title)}</title>",
        f"<link>{version.url}</link>",
        f'<guid isPermaLink="true">{version.url}</guid>',
        f"<pubDate>{when}</pubDate>",
        *(f"<dc:creator>{escaped(name)}</dc:creator>" for name in version.authors),
        f"<description>{escaped(version.dek or version.title)}</description>",
        f"<content:encoded><![CDATA[{_content(groups)}]]></content:encoded>",
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{escaped(version.outlet)}</title>",
        f"<link>https://www.{version.site}/</link>",
        f"<description>News from {escaped(version.outlet)}</description>",
        f"<language>{version.language}</language>",
        *["<item>", *item, "</item>", "</channel>", "</rss>\n"],
    ]
    return "\n".join(lines)


def _atom(version: Version, groups: Sequence[Group]) -> str:
    entry = [
        f"<title>{escaped(version.title)}</title>",
        f"<id>tag:{version.site},{version.published[:10]}:{version.name}</id>",
        f'<link href="{version.url}"/>',
        f"<published>{version.published}</published>",
        f"<updated>{version.published}</updated>",
        *(f"<author><name>{escaped(name)}</name></author>" for name in version.authors),
        f"<summary>{escaped(version.more.get('summary', version.dek))}</summary>",
    ]
    if version.more.get("feed_content") != "summary":
        entry.append(f'<content type="html">{escaped(_content(groups))}</content>')
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{version.language}">',
        f"<title>{escaped(version.outlet)}</title>",
        f"<id>https://www.{version.site}/atom</id>",
        f"<updated>{version.published}</updated>",
        *["<entry>", *entry, "</entry>", "</feed>\n"],
    ]
    return "\n".join(lines)


def _json_feed(version: Version, groups: Sequence[Group]) -> str:
    item = {
        "id": version.url,
        "url": version.url,
        "title": version.title,
        "date_published": version.published,
        "authors": [{"name": name} for name in version.authors],
        "content_html": _content(groups),
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": version.outlet,
        "home_page_url": f"https://www.{version.site}/",
        "language": version.language,
        "items": [item],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _ninjs(version: Version, groups: Sequence[Group]) -> str:
    item = {
        "uri": f"tag:{version.site},{version.published[:10]}:{version.name}",
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": version.published,
        "language": version.language,
        "headline": version.title,
        "by": ", ".join(version.authors),
        "infosources": [{"name": version.outlet}],
        "body_xhtml": _content(groups),
    }
    return json.dumps(item, ensure_ascii=False, indent=1) + "\n"


# ---- tables and lines -----------------------------------------------------------------------------------------------


def _json_lines(version: Version, groups: Sequence[Group]) -> str:
    """A crawler's record: flattened text or markup, by outlet."""
    record = {
        "id": f"{version.name}-{version.published[:10]}",
        "url": version.url,
        "outlet": version.outlet,
        "title": version.title,
        "published": version.published,
        "language": version.language,
    }
    if Pick(version).number("form") % 2:
        record["html"] = designs.page(version, groups)
    else:
        record["text"] = flattened(version, groups)
    return json.dumps(record, ensure_ascii=False) + "\n"


def _columns(version: Version) -> dict[str, str]:
    return {
        "link": version.url,
        "headline": version.title,
        "date": version.published,
        "byline": "; ".join(version.authors),
        "publication": version.outlet,
        "lang": version.language,
    }


def _csv(version: Version, groups: Sequence[Group]) -> str:
    row = _columns(version) | {"page text": flattened(version, groups)}
    sheet = io.StringIO()
    lines = csv.writer(sheet, lineterminator="\n")
    lines.writerows([row.keys(), row.values()])
    return sheet.getvalue()


def _parquet(version: Version, groups: Sequence[Group]) -> bytes:
    """One row. Raises ImportError where pyarrow is missing; the built file is kept then."""
    import pyarrow as arrow
    from pyarrow import parquet

    row = _columns(version) | {"raw_html": designs.page(version, groups)}
    sink = io.BytesIO()
    table = arrow.table({name: [value] for name, value in row.items()})
    parquet.write_table(table, sink, compression="none", store_schema=False)
    return sink.getvalue()
