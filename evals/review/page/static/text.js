// The article's text: where a selection lies in it, in code points, and which words prove the chosen value.
// Offsets are the server's (code points of the article); the page counts in UTF-16, and shows characters that
// would be invisible by their names, so every run of characters bears its own offset in `data-o`.

export const text = () => document.getElementById("text");

const length = (string) => [...string].length;

function runs() {
  return [...text().querySelectorAll("[data-o]")];
}

function end(run) {
  return Number(run.dataset.o) + (run.dataset.w ? 1 : length(run.textContent));
}

function offsetOf(node, offset) {
  const run = node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-o]");
  if (run) {
    const start = Number(run.dataset.o);
    return start + (run.dataset.w ? Number(offset > 0) : length(node.data.slice(0, offset)));
  }
  const point = document.createRange();
  point.setStart(node, offset);
  const all = runs();
  const next = all.find((one) => point.comparePoint(one, 0) >= 0);
  return next ? Number(next.dataset.o) : end(all.at(-1));
}

function pointAt(offset) {
  const all = runs();
  const run = all.find((one) => offset < end(one)) ?? all.at(-1);
  const inside = Math.max(0, offset - Number(run.dataset.o));
  const node = run.firstChild;
  if (run.dataset.w) return [node, inside ? node.data.length : 0];
  return [node, [...node.data].slice(0, inside).join("").length];
}

/** What is selected in the text, as {start, end, surface}; null when nothing of it is. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || !runs().length) return null;
  const range = selection.getRangeAt(0);
  if (!text().contains(range.startContainer) || !text().contains(range.endContainer)) return null;
  const chars = charsBetween(
    offsetOf(range.startContainer, range.startOffset),
    offsetOf(range.endContainer, range.endOffset),
  );
  while (chars.length && !chars[0][1].trim()) chars.shift();
  while (chars.length && !chars.at(-1)[1].trim()) chars.pop();
  if (!chars.length) return null;
  return { start: chars[0][0], end: chars.at(-1)[0] + 1, surface: chars.map((one) => one[1]).join("") };
}

/** Where the caret stands. */
export function caret() {
  const { focusNode, focusOffset } = getSelection();
  return focusNode && text().contains(focusNode) ? offsetOf(focusNode, focusOffset) : null;
}

function charsBetween(start, stop) {
  const found = [];
  for (const run of runs()) {
    const from = Number(run.dataset.o);
    if (from >= stop || end(run) <= start) continue;
    const chars = run.dataset.w ? [run.textContent] : [...run.textContent];
    chars.forEach((char, index) => {
      if (from + index >= start && from + index < stop) found.push([from + index, char]);
    });
  }
  return found;
}

/** Select `[start, stop)`; the same place twice sets the caret. */
export function select(start, stop) {
  if (!runs().length) return;
  getSelection().setBaseAndExtent(...pointAt(start), ...(stop > start ? afterOf(stop) : pointAt(start)));
}

function afterOf(stop) {
  const [node] = pointAt(stop - 1);
  const run = node.parentElement;
  if (run.dataset.w) return [node, node.data.length];
  return [node, [...node.data].slice(0, stop - Number(run.dataset.o)).join("").length];
}

/** One word more, or one less: forward grows the selection, backward takes its last word away. */
export function word(forward) {
  const selection = getSelection();
  if (!forward) {
    if (!selection.isCollapsed) selection.modify("extend", "backward", "word");
    return;
  }
  if (selection.isCollapsed) {
    selection.modify("move", "forward", "character");
    selection.modify("move", "backward", "word");
  }
  const before = selected()?.surface.length ?? 0;
  // A comma is no word: go on until there is something to read.
  for (let tries = 0; tries < 6; tries += 1) {
    selection.modify("extend", "forward", "word");
    if (/[\p{L}\p{N}]/u.test(selected()?.surface.slice(before) ?? "")) return;
  }
}

/** The sentence at the caret; when it is selected already, the next one too. */
export function sentence() {
  const now = selected();
  const at = now ? now.end - 1 : (caret() ?? 0);
  const all = [...text().querySelectorAll(".s")];
  const index = Math.max(
    0,
    all.findIndex((one) => at < Number(one.dataset.e)),
  );
  const whole = now && now.start <= Number(all[index].dataset.s) && now.end >= Number(all[index].dataset.e);
  const last = all[Math.min(index + (whole ? 1 : 0), all.length - 1)];
  const first = now ? Math.min(now.start, Number(all[index].dataset.s)) : Number(all[index].dataset.s);
  select(first, Number(last.dataset.e));
}

/** Outline the words that prove `pointer`, and fainter those of the other values of its item. */
export function outline(pointer, item) {
  let first = null;
  for (const mark of text().querySelectorAll("mark")) {
    const pointers = mark.dataset.p.split(" ");
    const is = pointers.includes(pointer);
    mark.classList.toggle("now", is);
    mark.classList.toggle("kin", !is && Boolean(item) && pointers.some((one) => one.startsWith(`${item}/`)));
    if (is && !first) first = mark;
  }
  if (first) show(first, text());
}

/** Light up `[start, stop)`, which nothing in the record points at yet; without a place put the light out. */
export function spotlight(start, stop) {
  CSS.highlights?.delete("offer");
  if (start === undefined || !CSS.highlights) return;
  const range = new Range();
  range.setStart(...pointAt(start));
  range.setEnd(...afterOf(stop));
  CSS.highlights.set("offer", new Highlight(range));
  show(range.startContainer.parentElement, text());
}

/** The pointers of the values that the words at `node` prove, the narrowest first. */
export function pointersAt(node) {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest?.("#text mark")?.dataset.p.split(" ") ?? [];
}

/** Scroll `box`, and nothing around it, so far that `element` is well in sight. */
export function show(element, box) {
  const inner = element.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  const margin = Math.min(48, outer.height / 6);
  if (inner.top < outer.top + margin || inner.bottom > outer.bottom - margin) {
    box.scrollTop += inner.top - outer.top - Math.max(margin, (outer.height - inner.height) / 3);
  }
}
