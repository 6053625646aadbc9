/**
 * Whether BuildKit takes the UTF-16 unit for white space when it trims a line or ends a word: Go's unicode.IsSpace,
 * which knows NEL and not the byte order mark, unlike `\s` of a regular expression.
 */
export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** Whether BuildKit separates two words of one instruction here: `[\t\v\f\r ]`, fewer than it trims. */
export function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || (unit >= 0x0b && unit <= 0x0d);
}
