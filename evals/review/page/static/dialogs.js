// Questions that have to be answered first: the browser's own dialogs, closed by Esc.

/** Show `dialog`; `then` is called when it is answered with its main button, `otherwise` when it is left. */
export function ask(dialog, then, otherwise) {
  dialog.returnValue = "";
  dialog.addEventListener("close", () => (dialog.returnValue === "go" ? then() : otherwise()), { once: true });
  dialog.showModal();
  dialog.querySelector("input[autofocus]")?.select();
}

/** Ask whether what `text` says is meant. */
export function sure(text, then, otherwise) {
  document.getElementById("h-sure").textContent = text;
  ask(document.getElementById("sure"), then, otherwise);
}

// A list opens on Enter in some browsers and does nothing in others; here it means what the button says.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || target.tagName !== "SELECT" || !target.closest("dialog")) return;
  event.preventDefault();
  target.form.requestSubmit(target.form.querySelector("button.main"));
});
