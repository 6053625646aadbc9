// Reads a zip file, which is what a VSIX is, with Node alone.
import fs from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** The files of a zip, each with its name, its compressed size in bytes and its content. */
export function readZip(file) {
  const bytes = fs.readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  const files = [];
  let entry = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = bytes.readUInt16LE(entry + 10);
    const size = bytes.readUInt32LE(entry + 20);
    const nameLength = bytes.readUInt16LE(entry + 28);
    const start = bytes.readUInt32LE(entry + 42);
    const name = bytes.toString('utf8', entry + 46, entry + 46 + nameLength);
    // The local header repeats the name and has an extra field of its own length.
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const content = () => {
      const packed = bytes.subarray(data, data + size);
      return method === 0 ? packed : inflateRawSync(packed);
    };
    if (!name.endsWith('/')) files.push({ name, size, content });
    entry += 46 + nameLength + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32);
  }
  return files;
}

/** Unpacks a zip into a folder. */
export function unzip(file, folder) {
  for (const { name, content } of readZip(file)) {
    const target = path.join(folder, name);
    if (!target.startsWith(folder + path.sep))
      throw new Error(`${file} has a file outside of itself: ${name}`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content());
  }
}
