// The typed editors: a form made from its template, a combobox where values are searched.

import { hold, search } from "./net.js";

const CHOOSES = new Set(["region", "program"]);

/** Open the editor of a row in `place`; `apply(value)` is called with what was typed, `cancel()` on Esc. */
export function open(place, row, { article, language, typed, apply, cancel, words }) {
  const { kind, path, label } = row.dataset;
  const template = document.getElementById(`editor-${kind === "choice" ? `choice-${path}` : kind}`);
  const form = template.content.firstElementChild.cloneNode(true);
  const input = form.elements.value;
  form.querySelector(".name").textContent = label;
  input.value = typed ?? text(JSON.parse(row.dataset.value));
  const box = form.querySelector(".combobox") && new Combobox(input, { kind, path, id: article });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = box ? await hold(box.value()) : input.value.trim();
    if (value === undefined) complain(form, words.nothing_found);
    else apply(read(value, path));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (box?.isOpen) box.close();
      else cancel();
    } else if (event.key === "Enter" && input === event.target && input.tagName !== "INPUT") {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.querySelector("[data-act=cancel]").addEventListener("click", cancel);
  if (kind === "date") tellDay(input, form.querySelector("output"), language);
  place.replaceChildren(form);
  input.focus();
  if (input.select) input.select();
  box?.look();
  return form;
}

/** Say in place what is wrong with what was typed. */
export function complain(form, said) {
  const input = form.elements.value;
  form.querySelector(".fault").textContent = said;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

function text(value) {
  return value === null ? "" : String(value);
}

function read(value, path) {
  if (value === "") return null;
  if (path === "in_scope") return value === "true";
  return value;
}

// Which day of the week it was: what a printed "Rabu (2/11/2022)" is checked against.
function tellDay(input, output, language) {
  const tell = () => {
    const day = /^\d{4}-\d\d-\d\d$/.test(input.value.trim()) ? new Date(`${input.value.trim()}T00:00:00Z`) : null;
    const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    output.value = day && !Number.isNaN(day.getTime()) ? day.toLocaleDateString(language, options) : "";
  };
  input.addEventListener("input", tell);
  tell();
}

/** Searches while one types; regions and programs have to be among what is found, names need not. */
class Combobox {
  constructor(input, asking) {
    Object.assign(this, { input, asking });
    this.list = input.parentElement.querySelector("[role=listbox]");
    this.found = [];
    this.at = -1;
    this.isOpen = false;
    this.asked = 0;
    this.pending = null;
    input.addEventListener("input", () => this.look(input.value));
    input.addEventListener("keydown", (event) => this.move(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event));
  }

  /** Search for `query`; without one show what there is to choose from. */
  look(query) {
    const asked = (this.asked += 1);
    this.touched = query !== undefined;
    this.pending = search({ ...this.asking, q: query ?? "" }).then((found) => {
      if (asked === this.asked) this.show(found);
    });
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((one, index) => this.option(one, index)));
    this.choose(this.touched && CHOOSES.has(this.asking.kind) && found.length ? 0 : -1);
    this.isOpen = found.length > 0;
    this.list.hidden = !this.isOpen;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
  }

  option(one, index) {
    const option = document.createElement("span");
    option.id = `found-${index}`;
    option.setAttribute("role", "option");
    const label = document.createElement("bdi");
    label.textContent = one.label;
    const hint = document.createElement("small");
    hint.textContent = one.hint;
    option.append(label, " ", hint);
    return option;
  }

  choose(index) {
    this.at = index;
    [...this.list.children].forEach((one, place) => {
      one.setAttribute("aria-selected", String(place === index));
      if (place === index) one.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `found-${index}`);
  }

  move(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !this.found.length) return;
    event.preventDefault();
    this.list.hidden = false;
    this.isOpen = true;
    this.choose((this.at + by + this.found.length) % this.found.length);
  }

  take(event) {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    this.choose([...this.list.children].indexOf(option));
    this.input.form.requestSubmit();
  }

  close() {
    this.isOpen = false;
    this.list.hidden = true;
    this.choose(-1);
    this.input.setAttribute("aria-expanded", "false");
  }

  /** What was chosen, else typed; undefined when it has to be found and is not. */
  async value() {
    await this.pending;
    if (this.at >= 0) return this.found[this.at].value;
    const typed = this.input.value.trim();
    return !CHOOSES.has(this.asking.kind) || !this.touched || typed === "" ? typed : undefined;
  }
}
