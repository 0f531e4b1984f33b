/** The server refused a request; sending it again cannot help. */
export class Refused extends Error {}

/** The reviewer must log in before the server takes the request. */
export class LoggedOut extends Error {}

/** The server failed at this request; it may still take another. */
export class ServerFailed extends Error {}

const TIMEOUT = 20_000; // milliseconds until the page gives up on a silent server

/**
 * Posts JSON and returns the reply's JSON. After any error but Refused, the caller
 * should try again.
 */
export async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    redirect: "manual", // a redirect leads to the login page
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error) => {
    throw new Error("The server cannot be reached", { cause: error });
  });
  if (response.type === "opaqueredirect" || response.status === 403)
    throw new LoggedOut("You are logged out, or may not label");
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  if (response.status === 400) throw new Refused(reply?.detail ?? "refused");
  throw new ServerFailed("The server has a problem");
}

/** Reads the token anew each time: logging in again in another tab changes it. */
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}
