import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDockerfileName, toolFolders } from '../dockerfile/file-name';
import { t } from '../text';

/** A file that a command works on; `problem` says in one sentence why it could not be read. */
export interface InputFile {
  /** As given, or below the folder given; `-` for standard input. */
  readonly name: string;
  readonly text: string;
  readonly problem?: string;
}

/**
 * Reads files in the order given. A folder stands for the Dockerfiles in it and below it, in order of their names,
 * links to folders not followed.
 */
export function readFiles(paths: readonly string[]): InputFile[] {
  return paths
    .flatMap((path) => (path === '-' || !isFolder(path) ? [path] : dockerfilesIn(path)))
    .map(readInput);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function dockerfilesIn(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [folder];
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return toolFolders.has(entry.name) ? [] : dockerfilesIn(path);
    return isDockerfileName(entry.name) && !isFolder(path) ? [path] : [];
  });
}

function readInput(name: string): InputFile {
  try {
    const bytes = readFileSync(name === '-' ? 0 : name);
    const text = decode(bytes);
    return typeof text === 'string'
      ? { name, text }
      : { name, text: '', problem: badByte(name, bytes, text.offset) };
  } catch (error) {
    return { name, text: '', problem: unreadable(name, error) };
  }
}

function unreadable(name: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return t('{0}: there is no such file.', name);
  if (code === 'EACCES' || code === 'EPERM') return t('{0}: no permission to read it.', name);
  if (code === 'EISDIR') return t('{0} is a folder that cannot be read.', name);
  return t('{0} cannot be read: {1}', name, message);
}

function badByte(name: string, bytes: Uint8Array, offset: number): string {
  let line = 1;
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++;
  const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
  return bytes.includes(0)
    ? t(
        '{0} is not text: byte {1} at offset {2} (line {3}) is not UTF-8; give a Dockerfile.',
        name,
        byte,
        offset,
        line,
      )
    : t(
        '{0}: byte {1} at offset {2} (line {3}) is not UTF-8; save the file as UTF-8.',
        name,
        byte,
        offset,
        line,
      );
}

/** UTF-8 with its byte order mark kept, or the offset of the first byte that is not UTF-8. */
export function decode(bytes: Uint8Array): string | { readonly offset: number } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { offset: firstInvalid(bytes) };
  }
}

/** Offset of the first byte at which no well-formed UTF-8 sequence begins (Unicode 15, table 3-7). */
function firstInvalid(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return bytes.length;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    if (byte < (index === 1 ? low : 0x80) || byte > (index === 1 ? high : 0xbf)) return 0;
  }
  return length;
}
