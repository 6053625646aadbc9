import type { Duplex, Readable } from 'node:stream';
import { Transform } from 'node:stream';

/** A conversation with a process in a container: attached to its main process, or one that exec started. */
export interface Session {
  /** What it prints, standard output and standard error as they come. Ends with the process or the connection. */
  readonly output: Readable;
  /** Gives it input. */
  write(data: string | Uint8Array): void;
  /** Tells it that no more input comes. */
  endInput(): void;
  /** Tells it the size of its terminal, in characters; nothing without one. */
  resize(columns: number, rows: number): Promise<void>;
  /** Its exit code, once it has ended; undefined where the connection was let go or broke before. */
  readonly exit: Promise<number | undefined>;
  /** Lets go of the connection. What runs in the container goes on. */
  close(): void;
}

/**
 * @param connection as dockerode gives it for `hijack: true`
 * @param tty with a terminal the bytes come as they are, without one in frames
 */
export function session(
  connection: Duplex,
  tty: boolean,
  { exit, resize, letGo }: Pick<Session, 'exit' | 'resize'> & { letGo?: () => void },
): Session {
  const output = tty ? connection : connection.pipe(unframe());
  connection.on('error', (error) => output.destroy(error));
  return {
    output,
    write(data) {
      if (connection.writable) connection.write(data);
    },
    endInput() {
      connection.end();
    },
    resize: (columns, rows) => (tty ? resize(columns, rows) : Promise.resolve()),
    exit,
    close() {
      letGo?.();
      connection.destroy();
    },
  };
}

/**
 * The text in the frames of a stream without terminal: a byte for the kind of stream, three zeros, the length,
 * the content. What is not framed so passes as it is: some engines do not frame.
 */
export function unframe(): Transform {
  let held: Buffer = Buffer.alloc(0);
  let left = 0;
  let framed: boolean | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let data = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      held = Buffer.alloc(0);
      while (data.length > 0) {
        if (framed === false) {
          this.push(data);
          break;
        }
        if (left > 0) {
          const part = data.subarray(0, left);
          this.push(part);
          left -= part.length;
          data = data.subarray(part.length);
        } else if (data.length < 8) {
          held = data;
          break;
        } else {
          framed ??= (data[0] ?? 3) <= 2 && data[1] === 0 && data[2] === 0 && data[3] === 0;
          if (framed) {
            left = data.readUInt32BE(4);
            data = data.subarray(8);
          }
        }
      }
      done();
    },
    flush(done) {
      if (held.length > 0) this.push(held);
      done();
    },
  });
}
