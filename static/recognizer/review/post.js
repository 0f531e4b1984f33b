/** Sending it again is in vain. */
export class Refused extends Error {}

/** Only logging in helps. */
export class LoggedOut extends Error {}

/** The server is there, but fails at this: another may go well. */
export class Broken extends Error {}

const PATIENCE = 20_000; // milliseconds until a silent server counts as not there

/** POST JSON; the answer's JSON. Any error but Refused is worth another try. */
export async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    redirect: "manual", // to the login page
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error) => {
    throw new Error("The server cannot be reached", { cause: error });
  });
  if (response.type === "opaqueredirect" || response.status === 403)
    throw new LoggedOut("You are logged out, or may not label");
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  if (response.status === 400) throw new Refused(reply?.detail ?? "refused");
  throw new Broken("The server has a problem");
}

/** As it is now: logging in anew in another tab changes it. */
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}
