/** What a schema may ask the value of a label to be. */
export interface LabelKind {
  readonly pattern: RegExp;
  readonly example: string;
}

const number = '(?:0|[1-9]\\d*)';
const part = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** Names of licences without a number, and the form of all others: `Apache-2.0`, `BSD-3-Clause`, `GPL-3.0-or-later`. */
const licence =
  '\\({0,9}(?:MIT|ISC|Zlib|curl|Unlicense|PostgreSQL|NCSA|WTFPL|X11|Vim|0BSD|LicenseRef-[\\w.-]+|(?=\\S{0,80}\\d)[A-Za-z][\\w.+]{0,40}(?:-[\\w.+]{1,40}){1,8})\\){0,9}';

export const labelKinds: Readonly<Record<string, LabelKind>> = {
  text: { pattern: /^/, example: 'any text' },
  url: { pattern: /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+(?:[/?#]\S*)?$/i, example: 'https://example.com/project' },
  /** https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
  rfc3339: {
    pattern: new RegExp(
      `^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])[Tt ]${time}:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[Zz]|[+-]${time})$`,
    ),
    example: '2026-01-31T12:00:00Z',
  },
  /** https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions: the form, not the list of all licences. */
  spdx: {
    pattern: new RegExp(`^${licence}(?: (?:AND|OR|WITH) ${licence})*$`),
    example: 'Apache-2.0',
  },
  hash: { pattern: /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/i, example: '0a1b2c3' },
  /** https://semver.org/spec/v2.0.0.html */
  semver: {
    pattern: new RegExp(`^${number}\\.${number}\\.${number}(?:-${part})?(?:\\+${part})?$`),
    example: '1.2.3',
  },
  email: { pattern: /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{1,63}$/, example: 'ada@example.org' },
};
