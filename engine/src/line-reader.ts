import { StringDecoder } from 'node:string_decoder';

/** Cuts chunks of bytes into lines; `end` gives the last one where it has no line break. */
export function lineReader(on: (line: string) => void): { write(chunk: Uint8Array): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk) {
      const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) on(line.endsWith('\r') ? line.slice(0, -1) : line);
    },
    end() {
      rest += decoder.end();
      if (rest !== '') on(rest);
      rest = '';
    },
  };
}
