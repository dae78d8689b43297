// The list of articles by keyboard: arrows choose, Enter (a link's own key) opens.
const links = [...document.querySelectorAll("#queue a")];
links[0]?.focus();
document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = links.indexOf(document.activeElement);
  const to = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  if (to) {
    event.preventDefault();
    to.focus();
  }
});
