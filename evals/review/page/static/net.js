// One request at a time; whoever types faster than the server answers loses no key (see keys.js).

let running = null;

export const busy = () => running !== null;

/** Wait for `promise`; keys that are pressed meanwhile are kept. */
export async function hold(promise) {
  running = promise;
  document.body.dataset.busy = "1";
  try {
    return await promise;
  } finally {
    running = null;
    delete document.body.dataset.busy;
  }
}

/** Send an order; gives {html} or {problem}, null when the server cannot be reached. */
export function send(path, body) {
  return hold(answer(path, body).catch(() => null));
}

async function answer(path, body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function read(response) {
  if (response.headers.get("Content-Type")?.startsWith("text/html")) {
    return { html: await response.text(), status: response.status };
  }
  const problem = await response.json();
  return { problem: { said: problem.detail ?? response.statusText, ...problem } };
}

/** What a search finds, as [{value, label, hint}]. */
export async function search(asked) {
  try {
    const response = await fetch(`/choices?${new URLSearchParams(asked)}`);
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

/** A part of the page. */
export async function part(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
