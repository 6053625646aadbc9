const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's time.ParseDuration: nanoseconds, or its sentence about what is wrong. */
export function parseDuration(text: string): number | { readonly problem: string } {
  const invalid = { problem: `time: invalid duration ${JSON.stringify(text)}` };
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') return invalid;
  let sum = 0;
  while (rest !== '') {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) return invalid;
    rest = rest.slice(number.length);
    const unit = /^[^\d.]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return { problem: `time: missing unit in duration ${JSON.stringify(text)}` };
    const size = units[unit];
    if (size === undefined)
      return { problem: `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}` };
    sum += Number(number) * size;
    if (sum > 2 ** 63) return invalid;
    rest = rest.slice(unit.length);
  }
  return sign * sum;
}
