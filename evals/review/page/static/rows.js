// The record's rows as they stand on the page, and which of them to go to; what is chosen is the caller's.

export const by = (id) => document.getElementById(id);
export const work = () => by("work");

/** All values, and the buttons that add one, in reading order. */
export const all = () => [...work().querySelectorAll("#rows button.value, #rows button.adder")];

export const pointerOf = (row) => row?.dataset.pointer ?? row?.dataset.list;
export const rowAt = (pointer) => all().find((row) => pointerOf(row) === pointer);

/** Open values, the one most worth a look first. */
export function ranked() {
  return all()
    .filter((row) => row.dataset.rank)
    .sort((one, other) => one.dataset.rank - other.dataset.rank);
}

/** The first row of the part before or behind that of `current`. */
export function sectionFrom(current, change) {
  const rows = all();
  const firsts = rows.filter((row, index) => row.closest(".part") !== rows[index - 1]?.closest(".part"));
  const here = firsts.findIndex((row) => row.closest(".part") === current?.closest(".part"));
  return firsts[Math.min(Math.max(here + change, 0), firsts.length - 1)];
}

/** Where the reader was, to be there again once the page has changed. */
export function memory(current, then) {
  const open = ranked().map(pointerOf);
  const at = open.indexOf(pointerOf(current));
  return {
    then,
    pointer: pointerOf(current),
    place: all().indexOf(current),
    rows: all().length,
    after: at < 0 ? open : [...open.slice(at + 1), ...open.slice(0, at)],
    scroll: ["text", "rows"].map((id) => [id, by(id).scrollTop]),
    window: [scrollX, scrollY],
  };
}

/** The row to stand on in the page that was answered, as `memory` remembers the one before. */
export function target(before) {
  const { focus } = work().dataset;
  const rows = all();
  if (before.then === "next") {
    // Pointers behind a removed item lead elsewhere now: what stands in its place comes next.
    if (rows.length !== before.rows) return rows[Math.min(before.place, rows.length - 1)];
    const next = before.after.find((pointer) => rowAt(pointer)?.dataset.rank);
    return next ? rowAt(next) : rowAt(before.pointer);
  }
  const inside = focus && rows.find((row) => pointerOf(row).startsWith(`${focus}/`));
  return rowAt(focus) ?? (inside || rowAt(before.pointer)) ?? rows[Math.min(before.place, rows.length - 1)];
}
