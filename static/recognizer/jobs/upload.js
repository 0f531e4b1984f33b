/** Sends the files that somebody chooses for a job; its form names them by hidden fields. */
import { send } from "./sending.js";
import { ask } from "./server.js";

const upload = document.querySelector(".upload");
const { name, url, part } = upload.dataset;
const chooser = upload.querySelector("input[type=file]");
const list = upload.querySelector(".uploads");
const status = upload.querySelector("[role=status]");
let sending = Promise.resolve(); // one file after the other
let unsent = 0;

/** A file's line in the list, with what it tells and what can be done. */
class Line {
  constructor(fileName) {
    this.element = list.appendChild(document.createElement("li"));
    this.bar = this.add("progress", { max: 100, value: 0, ariaLabel: fileName });
    this.element.prepend(fileName);
    this.state = this.add("span", { className: "state", textContent: "Waits" });
    this.button = this.add("button", { type: "button", className: "button" });
  }

  add(tag, facts) {
    return this.element.appendChild(Object.assign(document.createElement(tag), facts));
  }

  show(share, words) {
    if (share !== null) this.bar.value = 100 * share;
    this.state.classList.remove("failed");
    this.state.textContent = words || `${Math.floor(this.bar.value)} % sent`;
  }

  offer(words, action) {
    this.button.textContent = words;
    this.button.onclick = action;
  }
}

chooser.addEventListener("change", () => {
  for (const file of chooser.files) add(file, new Line(file.name));
  chooser.value = "";
});

addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

chooser.form.addEventListener("submit", (event) => {
  const isReady = !unsent && list.querySelector("input[type=hidden]");
  if (isReady) return;
  event.preventDefault();
  status.textContent = unsent
    ? "Wait until all files are sent."
    : "Choose a file first.";
  chooser.focus();
});

function add(file, line) {
  const stop = new AbortController();
  unsent++;
  line.offer("Stop", () => stop.abort());
  line.show(0, "Waits");
  const show = (share, words) => line.show(share, words);
  const how = { url, partSize: Number(part), show, signal: stop.signal };
  sending = sending
    .then(() => send(file, how))
    .then((sent) => finish(sent, line))
    .catch((error) =>
      fail(file, line, stop.signal.aborted ? "Stopped." : error.message)
    )
    .finally(() => unsent--);
}

function finish(sent, line) {
  const value = `${sent.id}:${sent.name}`;
  line.add("input", { type: "hidden", name, value });
  line.show(1, "Sent and checked");
  line.offer("Remove", () => remove(sent, line));
  status.textContent = `${sent.name} is sent and checked.`;
}

function fail(file, line, words) {
  line.state.textContent = words;
  line.state.classList.add("failed");
  line.offer("Go on", () => add(file, line));
  status.textContent = `${file.name}: ${words}`;
}

async function remove(sent, line) {
  await ask(`${url}${sent.id}/remove/`).catch((error) =>
    line.show(null, error.message)
  );
  line.element.remove();
  chooser.focus();
}

/** What was sent before: whole files can be used, others wait for the rest. */
async function showEarlier() {
  const { files } = await ask(url, { method: "GET" });
  const chosen = [...list.querySelectorAll("input")].map((input) => input.value);
  for (const file of files) {
    if (chosen.includes(`${file.id}:${file.name}`)) continue;
    const line = new Line(file.name);
    if (file.whole) {
      line.show(1, "Was sent before");
      line.offer("Use it", () => finish(file, line));
    } else {
      line.show(0, "Not whole: choose it again to go on");
      line.offer("Remove", () => remove(file, line));
    }
  }
}

if (globalThis.crypto?.subtle) {
  showEarlier().catch((error) => (status.textContent = error.message));
} else {
  chooser.disabled = true;
  status.textContent = "Files can be sent over HTTPS only: open this page by https://.";
}
