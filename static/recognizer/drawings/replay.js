/**
 * Replays how a drawing came about. The picture itself appears where the pen went, so
 * that colours and widths are those of the drawing.
 */
const SPEED = 0.6; // of the picture's width, in a second
const LONGEST = 5; // seconds
const PAUSE = 0.25; // seconds before a stroke
const REVEALED = 0.17; // of the width: somewhat more than the widest pen
const STEP = 0.7; // seconds for a stroke where motion is to be reduced

/** The button starts the replay; pressed again, it starts anew. */
export function setUpReplay(button, paper) {
  const strokes = JSON.parse(paper.querySelector("script").textContent);
  let stop = () => {};
  button.onclick = () => {
    stop();
    stop = replay(strokes, paper);
  };
}

/** Starts it, and returns a function that ends it. */
function replay(strokes, paper) {
  const canvas = paper.querySelector("canvas");
  const picture = paper.querySelector("img");
  const moments = planMoments(strokes, SPEED * canvas.width);
  const end = moments.at(-1).time;
  let frame, started;
  const show = (now) => {
    started ??= now;
    const time = (now - started) / 1000;
    reveal(canvas, picture, moments, time);
    if (time < end) frame = requestAnimationFrame(show);
    else stop();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    canvas.hidden = true;
    picture.style.visibility = "";
  };
  canvas.hidden = false;
  picture.style.visibility = "hidden";
  frame = requestAnimationFrame(show);
  return stop;
}

/** Each point with the seconds until the pen is there, at a speed in pixels a second. */
function planMoments(strokes, speed) {
  const inSteps = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let time = 0;
  const moments = strokes.flatMap((points) => {
    time += inSteps ? STEP : PAUSE;
    return points.map(([x, y], i) => {
      const [x0, y0] = points[i - 1] ?? [x, y];
      if (!inSteps) time += Math.hypot(x - x0, y - y0) / speed;
      return { x, y, starts: i === 0, time };
    });
  });
  const haste = Math.max(1, time / LONGEST);
  return moments.map((moment) => ({ ...moment, time: moment.time / haste }));
}

/** Shows the picture along the path that the pen has gone until then. */
function reveal(canvas, picture, moments, time) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, width, height);
  context.lineWidth = REVEALED * width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  for (const { x, y, starts, time: due } of moments) {
    if (due > time) break;
    if (starts) context.moveTo(x, y);
    context.lineTo(x + 0.01, y); // a line without length would draw no dot
  }
  context.stroke();
  context.globalCompositeOperation = "source-in";
  context.drawImage(picture, 0, 0, width, height);
  context.globalCompositeOperation = "destination-over";
  context.drawImage(picture, 0, 0, 1, 1, 0, 0, width, height); // its corner's paper
}
