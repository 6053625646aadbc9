import { TransportError } from './transport';

/** Reads an answer; throws a `TransportError` when it is no JSON. Its size is limited by who received it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TransportError('bad-answer', 'no JSON');
  }
}

/** The members of an object of unknown shape; none of anything else. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The items of an array of unknown items; none of anything else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
