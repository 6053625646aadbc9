import type { Flag, Mapped, Span } from '../../dockerfile/tree';

/** One `key=value` of a `--mount`, split as CSV. */
export interface MountField {
  /** In lower case. */
  readonly key: string;
  /** As BuildKit quotes it in messages, value included. */
  readonly text: string;
  readonly span: Span;
  readonly keySpan: Span;
  /** Undefined without `=`. */
  readonly value: Mapped | undefined;
}

/** The fields of the (unquoted) value of a `--mount` or `--device`; none for an empty value, which is an error. */
export function mountFields(flag: Flag, value: string): readonly MountField[] {
  if (value === '') return [];
  const fields: MountField[] = [];
  let start = 0;
  while (start <= value.length) {
    const isQuoted = value[start] === '"';
    const from = isQuoted ? start + 1 : start;
    const close = isQuoted ? value.indexOf('"', from) : value.indexOf(',', from);
    const to = close === -1 ? value.length : close;
    fields.push(fieldOf(flag, value, from, to));
    const comma = isQuoted ? value.indexOf(',', to) : close;
    if (comma === -1) break;
    start = comma + 1;
  }
  return fields;
}

function fieldOf(flag: Flag, all: string, from: number, to: number): MountField {
  const text = all.slice(from, to);
  const spanOf = (start: number, end: number): Span =>
    start === end
      ? { start: flag.valueAt(start), end: flag.valueAt(start) }
      : { start: flag.valueAt(start), end: flag.valueAt(end - 1) + 1 };
  const equals = text.indexOf('=');
  const keyEnd = equals === -1 ? to : from + equals;
  const valueStart = keyEnd + 1;
  return {
    key: all.slice(from, keyEnd).toLowerCase(),
    text,
    span: spanOf(from, to),
    keySpan: spanOf(from, keyEnd),
    value:
      equals === -1
        ? undefined
        : {
            text: all.slice(valueStart, to),
            span: spanOf(valueStart, to),
            at: (index) => flag.valueAt(valueStart + index),
          },
  };
}
