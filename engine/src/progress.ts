/**
 * What BuildKit tells while it builds (api/services/control/control.proto, `StatusResponse`), in the two forms in
 * which it reaches us: buildx's `--progress=rawjson` and the protobuf in the engine's own answer. Times are
 * milliseconds since 1970. Whatever does not decode is left out: progress must not break a build.
 */
export interface Status {
  readonly vertexes: readonly Vertex[];
  readonly statuses: readonly VertexStatus[];
  readonly logs: readonly VertexLog[];
  readonly warnings: readonly VertexWarning[];
}

/** One operation of the build; sent several times, the last message counts. */
export interface Vertex {
  readonly digest: string;
  /** Digests of the vertices that it needs. */
  readonly inputs: readonly string[];
  /** E.g. `[build 2/4] RUN make`. */
  readonly name: string;
  readonly cached: boolean;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly error: string | undefined;
}

/** A part of a vertex that counts something, e.g. the bytes of a layer. */
export interface VertexStatus {
  readonly id: string;
  readonly vertex: string;
  readonly name: string;
  readonly current: number;
  readonly total: number;
}

export interface VertexLog {
  readonly vertex: string;
  readonly text: Uint8Array;
}

/** A finding of BuildKit's own checks. */
export interface VertexWarning {
  readonly message: string;
  readonly detail: readonly string[];
  readonly url: string;
  /** 1-based. */
  readonly lines: readonly { readonly start: number; readonly end: number }[];
}

/** A line of buildx's `--progress=rawjson`; undefined where it is no such line. */
export function rawJsonStatus(line: string): Status | undefined {
  if (!line.startsWith('{')) return undefined;
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  const status = {
    vertexes: objects(message, 'vertexes').map((vertex) => ({
      digest: text(vertex['digest']),
      inputs: array(vertex['inputs']).map(text),
      name: text(vertex['name']),
      cached: vertex['cached'] === true,
      started: time(vertex['started']),
      completed: time(vertex['completed']),
      error: text(vertex['error']) || undefined,
    })),
    statuses: objects(message, 'statuses').map((item) => ({
      id: text(item['id']),
      vertex: text(item['vertex']),
      name: text(item['name']),
      current: number(item['current']),
      total: number(item['total']),
    })),
    logs: objects(message, 'logs').map((log) => ({
      vertex: text(log['vertex']),
      text: Buffer.from(text(log['data']), 'base64'),
    })),
    warnings: objects(message, 'warnings').map((warning) => ({
      message: base64Text(warning['short']),
      detail: array(warning['detail']).map(base64Text),
      url: text(warning['url']),
      lines: objects(warning, 'range').map((range) => ({
        start: lineOf(range['start']),
        end: lineOf(range['end']),
      })),
    })),
  };
  const known = Object.values(status).some((list) => list.length > 0);
  return known ? status : undefined;
}

/** The payload of a `moby.buildkit.trace` message of the engine's answer to a build. */
export function traceStatus(base64: string): Status {
  const message = fields(Buffer.from(base64, 'base64'));
  return {
    vertexes: message.messages(1).map((vertex) => ({
      digest: vertex.text(1),
      inputs: vertex.texts(2),
      name: vertex.text(3),
      cached: vertex.number(4) === 1,
      started: timestamp(vertex.message(5)),
      completed: timestamp(vertex.message(6)),
      error: vertex.text(7) || undefined,
    })),
    statuses: message.messages(2).map((item) => ({
      id: item.text(1),
      vertex: item.text(2),
      name: item.text(3),
      current: item.number(4),
      total: item.number(5),
    })),
    logs: message.messages(3).map((log) => ({ vertex: log.text(1), text: log.bytes(4) })),
    warnings: message.messages(4).map((warning) => ({
      message: warning.text(3),
      detail: warning.texts(4),
      url: warning.text(5),
      lines: warning.messages(7).map((range) => ({
        start: range.message(1)?.number(1) ?? 0,
        end: range.message(2)?.number(1) ?? 0,
      })),
    })),
  };
}

/** The fields of one protobuf message, by number. */
interface Fields {
  number(field: number): number;
  bytes(field: number): Uint8Array;
  text(field: number): string;
  texts(field: number): string[];
  message(field: number): Fields | undefined;
  messages(field: number): Fields[];
}

/** Reads the protobuf wire format: varints and length-delimited fields; a cut message gives what was whole. */
function fields(data: Uint8Array): Fields {
  const numbers = new Map<number, number>();
  const chunks = new Map<number, Uint8Array[]>();
  let at = 0;
  const varint = () => {
    // Larger than 2^53 is no count that we show; multiplication keeps what 32-bit shifts would lose.
    let value = 0;
    for (let factor = 1; at < data.length; factor *= 128) {
      const byte = data[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < data.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind === 0) {
      numbers.set(field, varint());
    } else if (kind === 2) {
      const length = varint();
      if (at + length > data.length) break;
      const chunk = data.subarray(at, at + length);
      const earlier = chunks.get(field);
      if (earlier) earlier.push(chunk);
      else chunks.set(field, [chunk]);
      at += length;
    } else if (kind === 1 || kind === 5) {
      at += kind === 1 ? 8 : 4;
    } else {
      break;
    }
  }
  const all = (field: number) => chunks.get(field) ?? [];
  const decode = (chunk: Uint8Array) => Buffer.from(chunk).toString('utf8');
  return {
    number: (field) => numbers.get(field) ?? 0,
    bytes: (field) => all(field).at(-1) ?? new Uint8Array(),
    text: (field) => decode(all(field).at(-1) ?? new Uint8Array()),
    texts: (field) => all(field).map(decode),
    message: (field) => all(field).slice(-1).map(fields)[0],
    messages: (field) => all(field).map(fields),
  };
}

function timestamp(message: Fields | undefined): number | undefined {
  return message && message.number(1) * 1000 + message.number(2) / 1e6;
}

function time(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const lineOf = (position: unknown): number => number((Object(position) as Record<string, unknown>)['line']);
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const base64Text = (value: unknown): string => Buffer.from(text(value), 'base64').toString('utf8');

function objects(of: unknown, name: string): Record<string, unknown>[] {
  const value = (Object(of) as Record<string, unknown>)[name];
  return array(value).map((item) => Object(item) as Record<string, unknown>);
}
