const SPACIOUS = 6; // digits; of more, those at the boxes are smaller

/** Draws a box with its digit around each part of a number, over the cell's picture. */
export function showNumberBoxes(cell) {
  const parts = JSON.parse(cell.dataset.parts ?? "[]");
  if (!parts.length) return;
  const picture = cell.querySelector("img.drawing");
  const draw = () => picture.after(boxesOver(picture, parts));
  if (picture.complete && picture.naturalWidth) draw();
  else picture.addEventListener("load", draw, { once: true });
}

/** The boxes are in pixels of the picture, which stands in the middle of a square. */
function boxesOver({ naturalWidth, naturalHeight }, parts) {
  const side = Math.max(naturalWidth, naturalHeight);
  const right = (side - naturalWidth) / 2;
  const down = (side - naturalHeight) / 2;
  const boxes = document.createElement("span");
  boxes.className = parts.length > SPACIOUS ? "boxes many" : "boxes";
  for (const { digit, box: [left, top, width, height] } of parts) {
    const box = document.createElement("span");
    const label = document.createElement("b");
    label.textContent = digit;
    const isAtTop = (top + down) / side < 0.15;
    box.className = isAtTop ? "box below" : "box";
    box.style.left = percent((left + right) / side);
    box.style.top = percent((top + down) / side);
    box.style.width = percent(width / side);
    box.style.height = percent(height / side);
    box.append(label);
    boxes.append(box);
  }
  return boxes;
}

function percent(share) {
  return `${100 * share}%`;
}
