// The workspace: which value is chosen, what is done with it, and the answered page put in place.

import * as article from "./text.js";
import { ask as askIn, sure as sureIn } from "./dialogs.js";
import { complain, open as openEditor } from "./editor.js";
import { onKeys, replay } from "./keys.js";
import { busy, part, send } from "./net.js";
import { all, by, memory, pointerOf, ranked, rowAt, sectionFrom, target, work } from "./rows.js";

const ask = (dialog, then) => askIn(dialog, then, () => current?.focus({ preventScroll: true }));
const sure = (text, then) => sureIn(text, then, () => current?.focus({ preventScroll: true }));
const words = JSON.parse(document.body.dataset.words);
const said = document.getElementById("said");
const parts = document.getElementById("parts");

let current = null;
let form = null;
let evidence = null;
let pristine = null;

const fill = (text, label) => text.replace("{label}", label);

function say(text) {
  // Emptied first, so that the same words are read out again.
  said.textContent = "";
  setTimeout(() => (said.textContent = text), 20);
}

function choose(row, { focus = true } = {}) {
  if (!row) return;
  closeEditor({ back: false });
  for (const one of all()) {
    one.tabIndex = one === row ? 0 : -1;
    one.toggleAttribute("aria-current", one === row);
    if (one === row) one.setAttribute("aria-current", "true");
  }
  current = row;
  by("inspector").replaceChildren(row.parentElement.querySelector("template.more").content.cloneNode(true));
  const { pointer, item, start, end, edit: offered } = row.dataset;
  article.outline(pointer, item);
  if (offered && start) article.spotlight(Number(start), Number(end));
  else article.spotlight();
  article.show(row, by("rows"));
  tellUse();
  if (focus) row.focus({ preventScroll: true });
}

function step(change) {
  const rows = all();
  const at = rows.indexOf(current);
  choose(rows[Math.min(Math.max(at + change, 0), rows.length - 1)]);
}

function openValue(change) {
  const open = ranked();
  if (!open.length) return say(words.no_open);
  const at = open.indexOf(current);
  const next = at < 0 ? (change > 0 ? 0 : open.length - 1) : (at + change + open.length) % open.length;
  return choose(open[next]);
}

// --- orders to the server -----------------------------------------------------------------------------

async function order(path, extra = {}, { then = "changed", onProblem } = {}) {
  if (busy()) return;
  const { id, version, etag } = work().dataset;
  const before = memory(current, then);
  const answer = await send(path, { id, version: Number(version), etag, ...extra });
  if (!answer) say(words.offline);
  else if (answer.problem) (onProblem ?? say)(answer.problem.said, answer.problem);
  else place(answer.html, before);
  replay();
}

const edit = (change, options) => order("/edit", { edit: change }, options);

function place(html, before) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const sent = template.content.firstElementChild;
  if (sent.id !== "work") return showDialog(sent);
  closeEditor({ back: false });
  evidence = null;
  work().replaceWith(sent);
  pristine = article.text().cloneNode(true);
  before.scroll.forEach(([id, top]) => (by(id).scrollTop = top));
  scrollTo(...before.window);
  choose(target(before));
  return say(sent.dataset.said);
}

// --- editing ------------------------------------------------------------------------------------------

function startEditor(typed) {
  if (!current || current.dataset.kind === "fixed") return;
  const row = current;
  form = openEditor(by("inspector"), row, {
    article: work().dataset.id,
    language: document.documentElement.lang,
    typed,
    words,
    cancel: () => closeEditor({ back: true }),
    apply: (value) => apply(row, value),
  });
  const { content } = row.parentElement.querySelector("template.more");
  const places = [...content.querySelectorAll(".place")].map((place) => place.cloneNode(true));
  places.forEach((place) => place.querySelector("button").remove());
  by("inspector").append(...places);
}

function apply(row, value) {
  const spans = evidence ? { spans: [[evidence.start, evidence.end]] } : {};
  const onProblem = (text) => complain(form, text);
  if (!row.dataset.list) {
    edit({ kind: "set", pointer: pointerOf(row), value, ...spans }, { onProblem });
  } else if (row.dataset.path === "event.type") {
    edit({ kind: "set", pointer: "/event/type", value }, { onProblem });
  } else {
    edit({ kind: "add", path: row.dataset.list, value, ...(evidence ?? {}) }, { onProblem });
  }
}

function closeEditor({ back }) {
  if (!form) return;
  form = null;
  if (back) {
    evidence = null;
    choose(current);
  }
}

// --- the text -----------------------------------------------------------------------------------------

function toText() {
  if (!current || current.dataset.edit) return say(words.no_value);
  const box = article.text();
  box.contentEditable = "true";
  box.focus({ preventScroll: true });
  const { start, end, item } = current.dataset;
  const near = start ?? all().find((row) => item && row.dataset.item === item && row.dataset.start)?.dataset.start;
  if (start) article.select(Number(start), Number(end));
  else article.select(Number(near ?? article.caret() ?? 0), Number(near ?? article.caret() ?? 0));
  return say(fill(words.in_text, current.dataset.label));
}

function useSelection({ more = false } = {}) {
  const chosen = article.selected() ?? evidence;
  if (!chosen) {
    const [pointer] = article.pointersAt(getSelection().focusNode);
    return pointer ? choose(rowAt(pointer)) : say(words.choose_first);
  }
  if (!current || current.dataset.edit) return say(words.no_value);
  const { start, end } = chosen;
  const onProblem = (text, problem) => {
    say(text);
    if (problem.code !== "unreadable") return;
    evidence = { start, end };
    startEditor(chosen.surface);
    complain(form, text);
  };
  if (current.dataset.list) return edit({ kind: "add", path: current.dataset.list, start, end }, { onProblem });
  return edit({ kind: "mark", pointer: pointerOf(current), start, end, keep_value: more }, { onProblem });
}

function tellUse() {
  const adds = current?.dataset.list;
  const text = current ? fill(adds ? words.add_as : words.use_for, current.dataset.label) : words.no_value;
  by("use-label").textContent = text;
}

function showSelected() {
  const chosen = by("selected") && article.selected();
  if (!by("selected")) return;
  by("selected").hidden = !chosen;
  if (chosen) by("selected-words").textContent = shortened(chosen.surface);
}

function shortened(surface) {
  return surface.length > 120 ? `${surface.slice(0, 120)}…` : surface;
}

// --- dialogs ------------------------------------------------------------------------------------------

function showDialog(dialog) {
  parts.replaceChildren(dialog);
  parts.hidden = false;
  if (dialog.id === "conflict") ask(dialog, () => merge(dialog));
  else ask(dialog, () => {});
}

async function merge(dialog) {
  const choices = Object.fromEntries(new FormData(dialog.querySelector("form")));
  await order("/merge", { choices, etag: dialog.dataset.etag });
  await order("/save");
}

async function showAgreement() {
  const html = await part(`/agreement?id=${encodeURIComponent(work().dataset.id)}`);
  if (html === null) return say(words.offline);
  const template = document.createElement("template");
  template.innerHTML = html;
  return showDialog(template.content.firstElementChild);
}

function newValue() {
  const chosen = article.selected();
  const adders = all().filter((row) => row.dataset.list && !row.dataset.edit);
  by("new-list").replaceChildren(...adders.map((row) => new Option(row.dataset.label, row.dataset.list)));
  ask(by("new"), () => {
    choose(rowAt(by("new-list").value));
    evidence = chosen && { start: chosen.start, end: chosen.end };
    if (chosen) useSelection();
    else startEditor();
  });
}

function acceptAbove() {
  ask(by("above"), () => {
    const min_confidence = Math.min(Math.max(Number(by("least").value), 0), 100) / 100;
    edit({ kind: "accept_all", min_confidence }, { then: "next" });
  });
}

// --- what can be done ---------------------------------------------------------------------------------

function move(change) {
  const { item } = current?.dataset ?? {};
  if (!item) return;
  const to = Number(item.split("/").at(-1)) + change;
  if (to >= 0) edit({ kind: "move", pointer: item, to });
}

function accept() {
  const { pointer, edit: offered } = current?.dataset ?? {};
  if (offered) edit(JSON.parse(offered));
  else if (pointer) edit({ kind: "accept", pointer }, { then: "next" });
}

function acceptItem() {
  const { item } = current?.dataset ?? {};
  const within = pointerOf(current)?.split("/")[1];
  if (item) edit({ kind: "accept", pointer: item }, { then: "next" });
  else if (within) edit({ kind: "accept_all", min_confidence: 0, within }, { then: "next" });
}

function other(number, button) {
  const chosen = button ?? by("inspector").querySelectorAll("[data-act=other]")[number - 1];
  if (chosen) edit({ kind: "set", pointer: pointerOf(current), value: JSON.parse(chosen.dataset.value) });
}

const acts = {
  accept,
  "accept-item": acceptItem,
  reject: () => current?.dataset.pointer && edit({ kind: "reject", pointer: pointerOf(current) }, { then: "next" }),
  edit: () => {
    evidence = null;
    startEditor();
  },
  text: toText,
  remove: () => current?.dataset.item && edit({ kind: "remove", pointer: current.dataset.item }, { then: "next" }),
  "remove-event": () => edit({ kind: "remove", pointer: "/event" }, { then: "next" }),
  up: () => move(-1),
  down: () => move(1),
  other: (button) => other(0, button),
  fix: (button) => {
    const chosen = button ?? current?.parentElement.querySelector("[data-act=fix]");
    if (chosen) edit(JSON.parse(chosen.dataset.edit), { then: "stay" });
  },
  unmark: ({ dataset }) =>
    edit({ kind: "unmark", pointer: pointerOf(current), start: Number(dataset.start), end: Number(dataset.end) }),
  undo: () => order("/undo"),
  redo: () => order("/redo"),
  save: () => order("/save"),
  gold: () => closeHelp() || sure(words.sure_gold, () => order("/save", { as_gold: true })),
  discard: () => closeHelp() || sure(words.sure_discard, () => order("/discard")),
  "accept-above": acceptAbove,
  agreement: showAgreement,
  help: () => ask(by("help"), () => {}),
  close: (button) => button.closest("dialog").close(),
  use: () => useSelection(),
  "more-evidence": () => useSelection({ more: true }),
  new: newValue,
};

function closeHelp() {
  by("help").close();
}

function follow(key) {
  work().querySelector(`a[data-key="${key}"]`)?.click();
}

onKeys({
  acts,
  step,
  section: (change) => choose(sectionFrom(current, change)),
  openValue,
  other,
  follow,
  isInText: (node) => article.text()?.contains(node),
  isTyping: (node) => Boolean(node?.closest?.("input, textarea, select, dialog")),
  ends: (last) => choose(all().at(last ? -1 : 0)),
  back: () => {
    getSelection().removeAllRanges();
    choose(current ?? all()[0]);
  },
  word: article.word,
  sentence: article.sentence,
  useSelection,
  say,
  words,
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button && button.dataset.act !== "cancel") {
    const row = button.closest(".row")?.querySelector("button.value");
    if (row) choose(row, { focus: false });
    acts[button.dataset.act]?.(button);
    return;
  }
  const row = event.target.closest("button.value, button.adder");
  if (row) choose(row);
  else if (event.target.closest("#text mark") && getSelection().isCollapsed) chooseAt(event.target);
});

function chooseAt(node) {
  const pointers = article.pointersAt(node);
  const at = pointers.indexOf(current?.dataset.pointer);
  choose(rowAt(pointers[(at + 1) % pointers.length]), { focus: false });
}

document.addEventListener("dblclick", (event) => {
  if (event.target.closest("button.value")) startEditor();
});

// A caret in the text, for the keyboard; nothing can be written into it.
document.addEventListener("focusin", (event) => {
  if (event.target.id === "text" && !matchMedia("(pointer: coarse)").matches) event.target.contentEditable = "true";
});
document.addEventListener("focusout", (event) => {
  if (event.target.id === "text") event.target.contentEditable = "false";
});
for (const kind of ["beforeinput", "drop", "paste", "cut"]) {
  document.addEventListener(kind, (event) => article.text()?.contains(event.target) && event.preventDefault());
}
// What an input method writes cannot be prevented, only taken back.
document.addEventListener("input", ({ target }) => {
  if (target.id !== "text") return;
  target.replaceChildren(...pristine.cloneNode(true).childNodes);
  choose(current);
});
document.addEventListener("selectionchange", showSelected);

pristine = article.text().cloneNode(true);
choose(ranked()[0] ?? all()[0]);
