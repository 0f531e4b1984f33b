// Follows a job: asks the server about each second how far it is, until it has ended.

const PACE = 1000; // milliseconds between two looks
const HIDDEN = 15_000; // while nobody sees the page
const LOST = 5000; // after a look that failed
const TIMEOUT = 20_000; // until a look counts as failed

const page = document.querySelector("#job");
const lines = page.querySelector("#lines");
const connection = page.querySelector("#connection");
let lastLine = Number(page.dataset.lastLine);
let wake = () => {};

/** Shows what the server says; a part that is as before is left alone. */
function show({ parts, lines: newLines, last_line: newLast }) {
  for (const [name, html] of Object.entries(parts)) {
    const part = page.querySelector(`[data-part="${name}"]`);
    if (part.innerHTML !== normal(html)) part.innerHTML = html;
  }
  if (newLast === null) return;
  const isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  lines.insertAdjacentHTML("beforeend", newLines);
  lastLine = newLast;
  if (isAtEnd) lines.scrollTop = lines.scrollHeight;
}

/** The HTML as the browser writes it. */
function normal(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML;
}

/** The state now. The browser asks with its copy's ETag. */
async function look() {
  const response = await fetch(`${page.dataset.follow}?after=${lastLine}`, {
    cache: "no-cache",
    redirect: "error", // to the login page
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new Error(response.statusText);
  return await response.json();
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, milliseconds);
  });
}

async function follow() {
  let hasEnded = "hasEnded" in page.dataset;
  while (!hasEnded) {
    await pause(
      document.hidden ? HIDDEN : connection.hidden ? PACE : LOST,
    );
    try {
      const state = await look();
      show(state);
      hasEnded = state.has_ended;
      connection.hidden = true;
    } catch {
      connection.hidden = false;
    }
  }
}

document.addEventListener("visibilitychange", () => wake());
lines.scrollTop = lines.scrollHeight;
follow();
