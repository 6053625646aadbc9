/** The types of zip.mjs, which stays plain JavaScript because packaging uses it too. */
export interface ZipFile {
  name: string;
  /** Compressed, in bytes. */
  size: number;
  content(): Buffer;
}
export function readZip(file: string): ZipFile[];
export function unzip(file: string, folder: string): void;
