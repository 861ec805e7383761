// What is pleasanter with a script: keys, the peek into a cell, listening, bookmarks. Every screen works without it.
"use strict";
const all = (query, root = document) => [...root.querySelectorAll(query)];
const one = (query, root = document) => root.querySelector(query);
const typing = (target) => target.matches("input:not([type=checkbox],[type=radio],[type=range]), textarea, select");
const made = (tag, text = "", look = "") => {
  const element = document.createElement(tag);
  element.textContent = text;
  if (look) element.className = look;
  return element;
};
all(".scripted").forEach((element) => { element.hidden = false; });

// The rows of a list, the differences of a text: j k, n p.
const step = (stops, by) => {
  const at = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
  const next = stops[Math.min(Math.max(at + by, 0), stops.length - 1)];
  if (next) { next.tabIndex = next.tabIndex < 0 ? -1 : next.tabIndex; next.focus(); next.scrollIntoView({block: "center"}); }
};
const rows = () => all("[data-rows] .row").map((row) => { row.tabIndex = -1; return row; });
const stops = () => {
  const marks = all(".edition mark.meaning, .beside mark.meaning");
  const found = marks.length ? marks : all("[data-stop]");
  found.forEach((stop) => { stop.tabIndex = -1; });
  return found.filter((stop) => stop.checkVisibility());
};

// Bookmarks stay in this browser.
const kept = () => { try { return JSON.parse(localStorage.getItem("bookmarks") || "[]"); } catch { return []; } };
const marked = (id) => kept().includes(id);
const bookmark = (id) => {
  localStorage.setItem("bookmarks", JSON.stringify(marked(id) ? kept().filter((each) => each !== id) : [...kept(), id]));
  shown();
};
const shown = () => {
  all("[data-rows] [data-story]").forEach((row) => row.classList.toggle("marked", marked(row.dataset.story)));
  all("[data-bookmark]").forEach((button) => {
    const on = marked(button.closest("[data-story]").dataset.story);
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? "Bookmarked" : "Bookmark";
  });
};
all("[data-bookmark]").forEach((button) => button.addEventListener("click", () => bookmark(button.closest("[data-story]").dataset.story)));
shown();

// Read aloud, paragraph by paragraph, in the browser's own voice.
const listen = () => {
  const voice = window.speechSynthesis, text = one("[data-aloud]");
  if (!voice || !text) return;
  const button = one("[data-listen]");
  if (voice.speaking) { voice.cancel(); button.textContent = "Listen"; return; }
  const parts = all("p:not(.tools, .byline, .topics), li, h3, blockquote", text);
  button.textContent = "Stop";
  parts.forEach((part, number) => {
    const said = new SpeechSynthesisUtterance(part.textContent.replace("¶", ""));
    said.onstart = () => { part.classList.add("reading-now"); part.scrollIntoView({block: "nearest"}); };
    said.onend = () => { part.classList.remove("reading-now"); if (number === parts.length - 1) button.textContent = "Listen"; };
    voice.speak(said);
  });
};
all("[data-listen]").forEach((button) => button.addEventListener("click", listen));

// The matrix: arrows from cell to cell, one stop for Tab, and a peek at both wordings.
const matrix = one("[data-matrix]");
if (matrix) {
  const peek = one("#peek"), known = new Map();
  const cells = all("a.c", matrix);
  const seat = (cell) => { cells.forEach((each) => { each.tabIndex = -1; }); cell.tabIndex = 0; };
  if (cells.length) seat(cells[0]);
  const pieces = (list) => {
    const paragraph = made("p");
    paragraph.dir = "auto";
    list.forEach(([text, look]) => paragraph.append(look ? made("mark", text, look) : text));
    return paragraph;
  };
  const asked = async (cell) => {
    const address = `${matrix.dataset.matrix}.json?row=${cell.closest("tr").id.slice(1)}&version=${cell.dataset.v}`;
    if (!known.has(address)) known.set(address, fetch(address).then((answer) => answer.ok ? answer.json() : null));
    return known.get(address);
  };
  let wanted = null;
  const open = async (cell) => {
    wanted = cell;
    const told = await asked(cell);
    if (wanted !== cell || !told) return;
    const more = made("a", "in its page");
    more.href = told.href;
    const same = told.name === told.base_name;
    peek.replaceChildren(made("h3", told.base_name), pieces(told.base), ...(same ? [] : [made("h3", told.name), pieces(told.words)]),
      ...(told.why.length ? [made("p", told.why.join("; "), "why")] : []), more);
    peek.hidden = false;
  };
  const close = () => { wanted = null; peek.hidden = true; };
  cells.forEach((cell) => {
    cell.addEventListener("focus", () => { seat(cell); open(cell); });
    cell.addEventListener("mouseenter", () => open(cell));
  });
  matrix.addEventListener("mouseleave", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  matrix.addEventListener("keydown", (event) => {
    const way = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    const cell = event.target.closest("a.c");
    if (!way || !cell) return;
    event.preventDefault();
    let row = cell.closest("tr"), column = cell.parentElement.cellIndex;
    for (let tries = 0; tries < 400; tries += 1) {
      row = way[0] < 0 ? row.previousElementSibling : way[0] > 0 ? row.nextElementSibling : row;
      column += way[1];
      const next = row && row.cells[column] && one("a.c", row.cells[column]);
      if (!row || column < 1 || column >= row.cells.length) return;
      if (next) { next.focus(); return; }
    }
  });
}

// A range that shows its number; a copied citation; one more text; files dropped anywhere on the form.
all("input[type=range]").forEach((range) => range.addEventListener("input", () => { one(`output[for=${range.id}]`).value = range.value; }));
all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = "Copied";
}));
all("[data-another]").forEach((button) => button.addEventListener("click", () => {
  const texts = one(".texts"), number = texts.children.length + 1;
  if (number > 12) return;
  const copy = texts.firstElementChild.cloneNode(true), field = one("textarea", copy), label = one("label", copy);
  field.id = label.htmlFor = `text-${number}`;
  field.value = "";
  label.textContent = `Text ${"ABCDEFGHIJKL"[number - 1]}`;
  texts.append(copy);
  field.focus();
}));
const drop = one(".compare-form");
if (drop) {
  const over = (on) => (event) => { event.preventDefault(); one(".drop").classList.toggle("over", on); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) one("#file").files = event.dataTransfer.files;
  });
}
all(".liking input").forEach((input) => input.addEventListener("change", () => input.form.requestSubmit()));

// How long ago, beside the exact time.
const ages = [[31536000, "year"], [2592000, "month"], [86400, "day"], [3600, "hour"], [60, "minute"]];
const ago = new Intl.RelativeTimeFormat("en", {numeric: "auto"});
all("time[datetime]").forEach((time) => {
  const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
  const age = ages.find(([length]) => Math.abs(seconds) >= length);
  if (age && !Number.isNaN(seconds)) time.title = ago.format(Math.round(seconds / age[0]), age[1]);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const on = document.activeElement, row = on && on.closest(".row");
  const keys = {
    "/": () => one("#q").focus(),
    "?": () => one("#keys").showModal(),
    j: () => step(rows(), 1), k: () => step(rows(), -1),
    n: () => step(stops(), 1), p: () => step(stops(), -1),
    l: listen,
    b: () => { const story = (row || one("[data-aloud]"))?.dataset.story; if (story) bookmark(story); },
    Enter: () => { if (row && on === row) one("a", row).click(); else return false; },
  };
  const screen = /^[1-5]$/.test(event.key) && one(`[data-key="${event.key}"]`);
  const act = screen ? () => screen.click() : keys[event.key];
  if (act && act() !== false) event.preventDefault();
});
