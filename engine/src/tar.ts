/** A member of a tar archive. */
export interface TarEntry {
  /** With `/` between folders, relative, without a `/` at the end. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'link' | 'hardlink' | 'fifo' | 'other';
  /** Permission bits. */
  readonly mode: number;
  /** Bytes of a file's content. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
  /** Where a link points. */
  readonly target?: string;
}

const typeFlags = { file: '0', hardlink: '1', link: '2', directory: '5', fifo: '6' } as const;
const blockSize = 512;

/** The header of an entry that belongs to root, with a PAX header before it where ustar's fields are too small. */
export function tarHeader(entry: TarEntry): Buffer {
  const path = entry.type === 'directory' ? `${entry.path}/` : entry.path;
  const target = entry.target ?? '';
  const fits = (text: string) => /^[\x20-\x7e]*$/.test(text) && text.length <= 100;
  const long = {
    ...(fits(path) ? {} : { path }),
    ...(fits(target) ? {} : { linkpath: target }),
    // Eleven octal digits.
    ...(entry.size < 8 ** 11 ? {} : { size: String(entry.size) }),
  };
  const plain = header(path, typeFlags[entry.type === 'other' ? 'file' : entry.type], entry, target);
  const records = Object.entries(long).map(([name, value]) => paxRecord(name, value));
  if (records.length === 0) return plain;
  const pax = Buffer.from(records.join(''), 'utf8');
  const paxEntry: TarEntry = { ...entry, type: 'file', mode: 0o644, size: pax.length };
  return Buffer.concat([header('PaxHeader', 'x', paxEntry, ''), pax, padding(pax.length), plain]);
}

/** The zeros after a content of `size` bytes. */
export function padding(size: number): Buffer {
  return Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
}

/** What ends an archive. */
export const tarEnd = Buffer.alloc(2 * blockSize);

function header(path: string, flag: string, entry: TarEntry, target: string): Buffer {
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, at: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  // The names that do not fit stand whole in the PAX header.
  Buffer.from(path, 'utf8').copy(block, 0, 0, 100);
  octal(entry.mode & 0o7777, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(entry.type === 'file' && entry.size < 8 ** 11 ? entry.size : 0, 124, 11);
  octal(Math.max(0, Math.floor(entry.modified)), 136, 11);
  block.fill(' ', 148, 156);
  block.write(flag, 156, 'latin1');
  Buffer.from(target, 'utf8').copy(block, 157, 0, 100);
  block.write('ustar\x0000', 257, 'latin1');
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block.write('\0 ', 154, 'latin1');
  return block;
}

/** `<length> <name>=<value>\n`, where the length counts its own digits. */
function paxRecord(name: string, value: string): string {
  const rest = Buffer.byteLength(` ${name}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length += 1;
  return `${length} ${name}=${value}\n`;
}

/**
 * Reads an archive entry by entry. `on` gets each with its content, which it must read to the end or not at all.
 * Fails where the archive is cut or damaged.
 */
export async function readTar(
  archive: AsyncIterable<Buffer>,
  on: (entry: TarEntry, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const source = byteSource(archive);
  let pax: Record<string, string> = {};
  let longName: string | undefined;
  let longTarget: string | undefined;
  for (;;) {
    const block = await source.exactly(blockSize);
    if (!block || block.every((byte) => byte === 0)) break;
    const string = (from: number, to: number) =>
      block.subarray(from, to).toString('utf8').replace(/\0.*$/s, '');
    const octal = (from: number, to: number) => parseInt(string(from, to).trim() || '0', 8);
    // Large sizes of GNU archives are binary, marked by the highest bit.
    const binary = (block[124] ?? 0) & 0x80 ? Number(block.readBigUInt64BE(128)) : octal(124, 136);
    const size = pax['size'] === undefined ? binary : Number(pax['size']);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error('damaged tar header');
    const flag = String.fromCharCode(block[156] ?? 0);
    const read = async () => (await source.exactly(size))?.toString('utf8').replace(/\0+$/, '') ?? '';
    if (flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K') {
      const text = await read();
      await source.exactly(padding(size).length);
      if (flag === 'x') pax = paxFields(text);
      if (flag === 'L') longName = text;
      if (flag === 'K') longTarget = text;
      continue;
    }
    const prefix = string(257, 262) === 'ustar' ? string(345, 500) : '';
    const name = pax['path'] ?? longName ?? (prefix ? `${prefix}/` : '') + string(0, 100);
    const target = pax['linkpath'] ?? longTarget ?? string(157, 257);
    const type = entryType(flag);
    const entry: TarEntry = {
      path: name.replace(/^\.\//, '').replace(/\/+$/, ''),
      type,
      mode: octal(100, 108) & 0o7777,
      size: type === 'file' ? size : 0,
      modified: octal(136, 148),
      ...(target === '' ? {} : { target }),
    };
    const content = source.upTo(entry.size);
    await on(entry, content);
    await drain(content);
    await source.exactly(padding(entry.size).length);
    pax = {};
    longName = longTarget = undefined;
  }
  await drain(source.upTo(Infinity));
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  const chunks = content[Symbol.asyncIterator]();
  while (!(await chunks.next()).done);
}

function entryType(flag: string): TarEntry['type'] {
  if (flag === '\0' || flag === '7') return 'file';
  const found = Object.entries(typeFlags).find(([, known]) => known === flag)?.[0];
  return (found as TarEntry['type'] | undefined) ?? 'other';
}

function paxFields(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    const length = parseInt(bytes.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) break;
    const [, name, value] =
      /^\d+ ([^=]+)=(.*)\n$/s.exec(bytes.subarray(at, at + length).toString('utf8')) ?? [];
    if (name !== undefined && value !== undefined) fields[name] = value;
    at += length;
  }
  return fields;
}

/** A stream read by counts of bytes. */
function byteSource(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const next = async (): Promise<Buffer | undefined> => {
    if (held.length > 0) {
      const chunk = held;
      held = Buffer.alloc(0);
      return chunk;
    }
    const result = await chunks.next();
    return result.done ? undefined : result.value;
  };
  async function* upTo(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      const chunk = await next();
      if (!chunk) {
        if (left === Infinity) return;
        throw new Error('the tar archive ends too early');
      }
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      held = chunk.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
  return {
    upTo,
    /** Undefined at the end of the stream. */
    async exactly(count: number): Promise<Buffer | undefined> {
      const parts: Buffer[] = [];
      for (let left = count; left > 0;) {
        const chunk = await next();
        if (!chunk) {
          if (parts.length === 0) return undefined;
          throw new Error('the tar archive ends too early');
        }
        const part = chunk.subarray(0, left);
        held = chunk.subarray(part.length);
        left -= part.length;
        parts.push(part);
      }
      return Buffer.concat(parts);
    },
  };
}
