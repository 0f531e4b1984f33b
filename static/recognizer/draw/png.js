// PNG: https://www.w3.org/TR/png-3/; zlib: RFC 1950; stored blocks: RFC 1951, 3.2.4.
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const RGBA = [8, 6, 0, 0, 0]; // 8 bits a channel, not interlaced
const MAX_BLOCK = 0xffff; // bytes

/** Encodes pixels (red, green, blue and alpha, row by row) as a PNG. */
export async function encodePng(pixels, width) {
  const rowLength = 4 * width;
  const height = pixels.length / rowLength;
  const rows = new Uint8Array((rowLength + 1) * height); // each begins with filter 0
  for (let y = 0; y < height; y++) {
    rows.set(
      pixels.subarray(y * rowLength, (y + 1) * rowLength),
      y * (rowLength + 1) + 1,
    );
  }
  const header = bytes(uint32(width), uint32(height), RGBA);
  const data = globalThis.CompressionStream ? await deflate(rows) : store(rows);
  return new Blob([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", []),
  ], { type: "image/png" });
}

function chunk(name, data) {
  const body = bytes(new TextEncoder().encode(name), data);
  return bytes(uint32(data.length), body, uint32(crc32(body)));
}

async function deflate(data) {
  const { readable, writable } = new CompressionStream("deflate");
  const deflated = new Response(readable).arrayBuffer();
  const writer = writable.getWriter();
  await Promise.all([writer.write(data), writer.close()]);
  return new Uint8Array(await deflated);
}

/** Wraps data as zlib does, but as large as before: for browsers from before 2023. */
function store(data) {
  const parts = [[0x78, 0x01]];
  for (let start = 0; start < data.length; start += MAX_BLOCK) {
    const block = data.subarray(start, start + MAX_BLOCK);
    const isLast = start + MAX_BLOCK >= data.length;
    parts.push([isLast], uint16(block.length), uint16(~block.length), block);
  }
  return bytes(...parts, uint32(adler32(data)));
}

function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

function adler32(data) {
  let [low, high] = [1, 0];
  for (const byte of data) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high << 16 | low;
}

/** Most significant byte first, as PNG has its numbers. */
function uint32(number) {
  return [number >>> 24, number >>> 16, number >>> 8, number];
}

/** Least significant byte first, as deflate has its numbers. */
function uint16(number) {
  return [number, number >>> 8];
}

function bytes(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
