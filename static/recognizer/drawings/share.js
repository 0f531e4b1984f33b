import { gettext } from "../translate.js";

/** The button hands the page's address to other programs, or copies it. */
export function setUpShare(button, outcome) {
  button.onclick = async () => {
    outcome.textContent = await share();
  };
}

/** Returns what the visitor is told: nothing where the device shows it. */
async function share() {
  if (navigator.share) {
    try {
      await navigator.share({ title: document.title, url: location.href });
      return "";
    } catch (error) {
      if (error.name === "AbortError") return ""; // the visitor thought better of it
    }
  }
  try {
    await navigator.clipboard.writeText(location.href);
    return gettext("The address is copied.");
  } catch { // over plain HTTP there is no clipboard
    return gettext("Copy the address of this page from the top of the browser.");
  }
}
