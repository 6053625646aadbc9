import { mountOptions } from '../../dockerfile/mounts';
import type { Flag, Mapped, Span } from '../../dockerfile/tree';

/** One `key=value` of a `--mount` or `--device`, as BuildKit speaks of it. */
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

const known = new WeakMap<Flag, readonly MountField[]>();

/** The fields of a `--mount` or `--device`; none for an empty value, which is an error. */
export function mountFields(flag: Flag): readonly MountField[] {
  const read = known.get(flag);
  if (read !== undefined) return read;
  const fields = mountOptions(flag).map(({ key, keySpan, valueWord }) => ({
    key: key.toLowerCase(),
    text: valueWord === undefined ? key : `${key}=${valueWord.text}`,
    span: { start: keySpan.start, end: (valueWord?.span ?? keySpan).end },
    keySpan,
    value: valueWord,
  }));
  known.set(flag, fields);
  return fields;
}
