import { gettext, interpolate } from "../translate.js";
import { Problem } from "./problem.js";

const READABLE = ["image/png", "image/jpeg", "image/webp"]; // by the server
const SIDE = 1024; // pixels of the longer side; the server looks at fewer
const QUALITY = 0.9; // JPEG's
const GREY = 128;
const NOISE = 16; // of 255: what some browsers add does a photograph no harm
const HEIC = /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/; // from byte 4 on; ISO 23008-12

/**
 * Returns the file itself if the server takes it, else a smaller JPEG of its picture.
 *
 * `maxBytes` and `maxSide` (pixels) are the server's limits. Throws a Problem where the
 * file is too large and this browser cannot make it smaller, or where it is HEIC and this
 * browser cannot read it.
 */
export async function fitPhoto(file, { maxBytes, maxSide }) {
  const image = await load(file).catch(() => null); // null: not one the browser reads
  const isSmall = file.size <= maxBytes;
  if (image && !(isSmall && READABLE.includes(file.type) && side(image) <= maxSide)) {
    const jpeg = await shrink(image).catch(() => null); // an extension may forbid it
    if (jpeg?.size <= maxBytes) return new File([jpeg], "picture.jpg");
  }
  if (!image && await isHeic(file)) throw new Problem(explainHeic());
  if (isSmall) return file; // the server says what is wrong with it, if anything is
  const sentence = gettext(
    "The file is over %(limit)s MB. Send a smaller PNG, JPEG or WebP.",
  );
  throw new Problem(interpolate(sentence, { limit: maxBytes / 1e6 }));
}

/** Returns [width, height] of a picture that fitPhoto() promises, or null. */
export async function measure(promise) {
  const image = await promise.then(load).catch(() => null);
  return image && [image.naturalWidth, image.naturalHeight];
}

/** iPhones keep their photographs as HEIC, which few browsers and no servers read. */
async function isHeic(file) {
  const start = await file.slice(4, 12).text();
  return HEIC.test(start) || /\.hei[cf]$/i.test(file.name) ||
    /hei[cf]$/.test(file.type);
}

function explainHeic() {
  return gettext(
    "This browser cannot read HEIC photos. Send a JPEG, or a screenshot of the photo.",
  );
}

/** Loads the picture in a file, upright. Rejects where the browser cannot read it. */
function load(file) {
  const image = new Image();
  const address = image.src = URL.createObjectURL(file);
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = reject;
  }).finally(() => URL.revokeObjectURL(address));
}

function side({ naturalWidth, naturalHeight }) {
  return Math.max(naturalWidth, naturalHeight);
}

/** Returns a JPEG of SIDE pixels at most, or null where the canvas is not to be trusted. */
async function shrink(image) {
  const scale = Math.min(1, SIDE / side(image));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(scale * image.naturalWidth));
  canvas.height = Math.max(1, Math.round(scale * image.naturalHeight));
  const context = canvas.getContext("2d");
  if (!givesBack(context)) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/**
 * Tells whether a canvas gives back what is painted on it; leaves it white. Against
 * fingerprinting some browsers hand out noise, or white.
 */
function givesBack(context) {
  const { width, height } = context.canvas;
  context.fillStyle = `rgb(${GREY}, ${GREY}, ${GREY})`;
  context.fillRect(0, 0, width, height);
  const row = context.getImageData(0, 0, width, 1).data;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  return row.every((value, i) => i % 4 === 3 || Math.abs(value - GREY) <= NOISE);
}
