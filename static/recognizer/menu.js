/** The menu of languages closes as menus do: by Escape, or by a tap beside it. */
const menu = document.querySelector(".languages");

document.addEventListener("pointerdown", ({ target }) => {
  if (!menu.contains(target)) menu.open = false;
});

menu.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
