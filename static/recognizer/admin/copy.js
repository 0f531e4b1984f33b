// The button copies the key; over plain HTTP there is no clipboard, so it is selected.
const secret = document.querySelector("#secret");
const outcome = document.querySelector("#outcome");

document.querySelector("#copy").onclick = async () => {
  secret.select();
  try {
    await navigator.clipboard.writeText(secret.value);
    outcome.textContent = "Copied.";
  } catch {
    outcome.textContent = "It is selected: copy it.";
  }
};
