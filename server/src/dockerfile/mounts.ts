import { spanIn } from './variables';
import type { Flag, Mapped, Span } from './tree';

/** One `key=value` of `--mount`, or a key alone, such as `readonly`. */
export interface MountOption {
  /** As typed. */
  readonly key: string;
  readonly keySpan: Span;
  /** Undefined without `=`. */
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  /** The value as a word, for what is expanded in it. */
  readonly valueWord: Mapped | undefined;
}

/**
 * The options of a `--mount` flag in their order, split as BuildKit splits them: fields of one line of CSV, where
 * `"a,b"` is one field and `""` inside quotes is one quote.
 */
export function mountOptions(flag: Flag): MountOption[] {
  const { value, valueSpan } = flag;
  if (value === undefined || valueSpan === undefined || value === '') return [];
  return csvFields(value).map((indexes) => {
    const field = wordOf(value, indexes, flag, valueSpan);
    const equals = field.text.indexOf('=');
    const key = slice(field, 0, equals < 0 ? field.text.length : equals);
    const option = equals < 0 ? undefined : slice(field, equals + 1, field.text.length);
    return {
      key: key.text,
      keySpan: key.span,
      value: option?.text,
      valueSpan: option?.span,
      valueWord: option,
    };
  });
}

/** For each field, the indexes of its characters in the text. */
function csvFields(text: string): number[][] {
  const fields: number[][] = [];
  let field: number[] = [];
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || (character === ',' && !isQuoted)) {
      // An empty field keeps the place where it would stand.
      fields.push(field.length > 0 ? field : [at]);
      field = [];
    } else if (character === '"' && (isQuoted || field.length === 0)) {
      if (isQuoted && text[at + 1] === '"') field.push(++at);
      else isQuoted = !isQuoted;
    } else {
      field.push(at);
    }
  }
  return fields;
}

function wordOf(text: string, indexes: readonly number[], flag: Flag, valueSpan: Span): Mapped {
  const characters = indexes.map((index) => text.charAt(index)).join('');
  const isEmpty = indexes.length === 1 && (characters === '' || characters === ',');
  const first = indexes[0] ?? 0;
  const last = indexes.at(-1) ?? first;
  const end = isEmpty ? first : last + 1;
  const at = (index: number): number => {
    const inside = index >= indexes.length || isEmpty ? end : (indexes[index] ?? end);
    return inside >= text.length ? valueSpan.end : flag.valueAt(inside);
  };
  const word = { text: isEmpty ? '' : characters, at };
  const start = at(0);
  return { ...word, span: { start, end: isEmpty ? start : flag.valueAt(last) + 1 } };
}

function slice(word: Mapped, start: number, end: number): Mapped {
  return {
    text: word.text.slice(start, end),
    span: end > start ? spanIn(word, start, end) : { start: word.at(start), end: word.at(start) },
    at: (index) =>
      start + index < end ? word.at(start + index) : end > start ? word.at(end - 1) + 1 : word.at(start),
  };
}
