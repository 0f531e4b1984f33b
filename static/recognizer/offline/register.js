/** Lets the page open without a network, next time; it works without this too. */
addEventListener("load", () => {
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
});
