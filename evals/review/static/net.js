// One request at a time; whoever types faster than the server answers loses no key (see keys.js).

let running = null;

export const busy = () => running !== null;

/** Send an order; gives {html} or {problem}, null when the server cannot be reached. */
export async function send(path, body) {
  running = fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  document.body.dataset.busy = "1";
  try {
    return await read(await running);
  } catch {
    return null;
  } finally {
    running = null;
    delete document.body.dataset.busy;
  }
}

async function read(response) {
  if (response.headers.get("Content-Type")?.startsWith("text/html")) {
    return { html: await response.text(), status: response.status };
  }
  const problem = await response.json();
  return { problem: { said: problem.detail ?? response.statusText, ...problem } };
}

/** What a search finds, as [{value, label, hint}]. */
export async function search(kind, query, id) {
  const asked = new URLSearchParams({ kind, q: query, id });
  try {
    const response = await fetch(`/choices?${asked}`);
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
