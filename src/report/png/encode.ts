/** PNG (RFC 2083): header, one deflated block of rows without filter, end. 8 bits, red, green and blue. */
import { deflateSync } from 'node:zlib';
import type { Canvas } from './canvas.js';

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
const POLYNOMIAL = 0xedb88320;
const CHANNELS = 3;

export function encodePng({ width, height, pixels }: Canvas): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Bit depth 8, colour type 2 (RGB), then compression, filter and interlace as the standard has them.
  header.set([8, 2, 0, 0, 0], 8);
  const row = width * CHANNELS;
  const rows = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const table = crcTable();
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header, table),
    chunk('IDAT', deflateSync(rows, { level: 9 }), table),
    chunk('IEND', Buffer.alloc(0), table),
  ]);
}

function chunk(type: string, data: Buffer, table: Uint32Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  result.set(body, 4);
  result.writeUInt32BE(crc(body, table), body.length + 4);
  return result;
}

function crcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  });
}

function crc(data: Uint8Array, table: Uint32Array): number {
  let value = 0xffffffff;
  for (const byte of data) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
