/** The server will not take it; sending it again cannot help. */
export class Refused extends Error {}

const TIMEOUT = 120_000; // milliseconds: a part may come over a slow line

/**
 * Asks the admin, as the person who is logged in, and returns the reply's JSON. After
 * any error but Refused, the caller should try again.
 */
export async function ask(address, { method = "POST", body, headers } = {}) {
  const response = await fetch(address, {
    method,
    body,
    headers: { "X-CSRFToken": csrfToken(), ...headers },
    redirect: "manual", // a redirect leads to the login page
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error) => {
    throw new Error("The server cannot be reached.", { cause: error });
  });
  if (response.type === "opaqueredirect")
    throw new Refused("You are logged out: log in in another tab, then go on.");
  if (response.status === 403)
    throw new Refused(
      "You may not import: that needs the rights to import and to label.",
    );
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  if (response.status < 500 || response.status === 507)
    throw new Refused(reply?.detail ?? `Refused (${response.status}).`);
  throw new Error("The server has a problem.");
}

/** Reads the token anew each time: logging in again in another tab changes it. */
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}
