/** Calls `listener(file)` for each picture that is chosen, pasted or dropped. */
export function onPicture(input, dropPlace, listener) {
  const take = ({ files }) => files.length && listener(files[0]);
  input.onchange = () => {
    take(input);
    input.value = ""; // the visitor may choose the same file again
  };
  document.onpaste = (event) => take(event.clipboardData);
  showDropPlace(dropPlace);
  document.ondrop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer);
  };
}

/**
 * While a file is dragged over the page, the place to drop it covers the page. So all
 * that follows happens on that place, and to leave it is to leave the page.
 */
function showDropPlace(place) {
  document.ondragenter = (event) => place.hidden &&= !hasFiles(event);
  place.ondragleave = () => place.hidden = true;
  document.addEventListener("drop", place.ondragleave);
  document.ondragover = (event) => {
    if (hasFiles(event)) event.preventDefault(); // or the browser opens the file
  };
}

function hasFiles(event) {
  return event.dataTransfer.types.includes("Files");
}
