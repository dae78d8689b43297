// Keys: one letter each, never with Ctrl, Alt or Meta, which belong to browsers and screen readers; off while
// somebody types, and off altogether for whoever wishes it.

import { busy } from "./net.js";

const LETTERS = "review-letters";
const box = document.getElementById("letters");
const waiting = [];
let desk = null;

/** Begin to listen; `to` holds what the keys do. */
export function onKeys(to) {
  desk = to;
  box.checked = localStorage.getItem(LETTERS) !== "off";
  box.addEventListener("change", () => {
    localStorage.setItem(LETTERS, box.checked ? "on" : "off");
    desk.say(box.checked ? desk.words.letters_on : desk.words.letters_off);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (desk.isTyping(event.target)) return;
    if (busy()) {
      if (event.key.length === 1 || event.key === "Enter") event.preventDefault();
      waiting.push({ key: event.key, shiftKey: event.shiftKey });
    } else if (press(event, event.target)) {
      event.preventDefault();
    }
  });
}

/** Do what was pressed while the server was answering. */
export function replay() {
  while (waiting.length && !busy()) {
    const event = waiting.shift();
    const target = document.activeElement;
    if (!desk.isTyping(target)) press(event, target);
    else if (event.key.length === 1 && "value" in target) target.setRangeText(event.key, target.selectionStart, target.selectionEnd, "end");
    else if (event.key === "Enter") target.form?.requestSubmit();
  }
}

function press(event, target) {
  const act = (desk.isInText(target) && inText(event)) || (inRecord(target) && rows(event)) || anywhere(event);
  if (!act) return false;
  act();
  return true;
}

function inRecord(target) {
  return target === document.body || Boolean(target.closest("#rows"));
}

function inText({ key, shiftKey }) {
  if (key === "Enter") return () => desk.useSelection({ more: shiftKey });
  if (key === "Escape") return desk.back;
  if (!box.checked) return null;
  return {
    w: () => desk.word(true),
    W: () => desk.word(false),
    k: desk.sentence,
    K: desk.sentence,
  }[key];
}

function rows({ key, shiftKey }) {
  if (key === "Enter") return desk.acts.edit;
  return {
    ArrowDown: () => (shiftKey ? desk.acts.down() : desk.step(1)),
    ArrowUp: () => (shiftKey ? desk.acts.up() : desk.step(-1)),
    ArrowRight: () => desk.section(1),
    ArrowLeft: () => desk.section(-1),
    Home: () => desk.ends(false),
    End: () => desk.ends(true),
    PageDown: () => desk.step(10),
    PageUp: () => desk.step(-10),
  }[key];
}

function anywhere({ key }) {
  if (key === "Escape") return desk.back;
  if (!box.checked) return null;
  if (/^[1-9]$/.test(key)) return () => desk.other(Number(key));
  return {
    n: () => desk.openValue(1),
    p: () => desk.openValue(-1),
    a: desk.acts.accept,
    A: desk.acts["accept-item"],
    x: desk.acts.reject,
    e: desk.acts.edit,
    t: desk.acts.text,
    d: desk.acts.remove,
    f: () => desk.acts.fix(),
    u: desk.acts.undo,
    U: desk.acts.redo,
    c: desk.acts["accept-above"],
    s: desk.acts.save,
    S: desk.acts.gold,
    g: desk.acts.agreement,
    "+": desk.acts.new,
    "?": desk.acts.help,
    ".": () => desk.follow("."),
    ",": () => desk.follow(","),
    l: () => desk.follow("l"),
  }[key];
}
