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
        "text": lambda version, groups: flattened(version, groups),
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
    found = _record({"WARC-Type": "warcinfo", "WARC-Record-ID": _record_id("", version.name), "WARC-Date": fetched,
                     "Content-Type": "application/warc-fields"}, b"software: invented/1.0\r\nformat: WARC File Format 1.1\r\n")  # fmt: skip
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


def _content(version: Version, groups: Sequence[Group]) -> str:
    """The article as a feed gives it: hardly any furniture."""
    kept = [group for group in groups if group.kind in IN_FEEDS]
    return designs.body_markup(kept, lambda role: "")


def _rss(version: Version, groups: Sequence[Group]) -> str:
    when = format_datetime(datetime.fromisoformat(version.published))
    authors = "".join(f"\n<dc:creator>{escaped(name)}</dc:creator>" for name in version.authors)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>{escaped(version.outlet)}</title>\n<link>https://www.{version.site}/</link>\n"
        f"<description>News from {escaped(version.outlet)}</description>\n<language>{version.language}</language>\n<item>\n"
        f'<title>{escaped(version.title)}</title>\n<link>{version.url}</link>\n<guid isPermaLink="true">{version.url}</guid>\n'
        f"<pubDate>{when}</pubDate>{authors}\n<description>{escaped(version.dek or version.title)}</description>\n"
        f"<content:encoded><![CDATA[{_content(version, groups)}]]></content:encoded>\n</item>\n</channel>\n</rss>\n"
    )


def _atom(version: Version, groups: Sequence[Group]) -> str:
    authors = "".join(f"\n<author><name>{escaped(name)}</name></author>" for name in version.authors)
    summary = version.more.get("summary", version.dek)
    content = f'\n<content type="html">{escaped(_content(version, groups))}</content>'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{version.language}">\n'
        f"<title>{escaped(version.outlet)}</title>\n<id>https://www.{version.site}/atom</id>\n<updated>{version.published}</updated>\n"
        f'<entry>\n<title>{escaped(version.title)}</title>\n<id>tag:{version.site},{version.published[:10]}:{version.name}</id>\n'
        f'<link href="{version.url}"/>\n<published>{version.published}</published>\n<updated>{version.published}</updated>{authors}\n'
        f"<summary>{escaped(summary)}</summary>{'' if version.more.get('feed_content') == 'summary' else content}\n</entry>\n</feed>\n"
    )


def _json_feed(version: Version, groups: Sequence[Group]) -> str:
    item = {
        "id": version.url,
        "url": version.url,
        "title": version.title,
        "date_published": version.published,
        "authors": [{"name": name} for name in version.authors],
        "content_html": _content(version, groups),
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
        "body_xhtml": _content(version, groups),
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

