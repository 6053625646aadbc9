import type { Instruction } from '../dockerfile/tree';
import { t } from '../text';
import type { Rule } from './rule';

const withJson = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'HEALTHCHECK', 'ADD', 'COPY', 'VOLUME']);

export const malformedJson: Rule = {
  id: 'malformed-json',
  aliases: ['JSON_IN_SINGLE_QUOTES'],
  severity: 'warning',
  since: '0.1.0',
  why: 'The exec form is JSON: strings in double quotes, commas between them and none at the end, `\\\\` for a backslash. Anything else that looks like a list is silently taken as a shell command, or as file names with brackets and quotes in them.',
  bad: [
    "FROM alpine\nCMD ['nginx', '-g']\n",
    'FROM alpine\nENTRYPOINT ["nginx",]\n',
    'FROM alpine\nCMD [nginx, -g]\n',
    'FROM alpine\nVOLUME ["C:\\data"]\n',
    "FROM alpine\nCOPY ['a', 'b']\n",
  ],
  good: [
    'FROM alpine\nCMD ["nginx", "-g"]\n',
    'FROM alpine\nRUN [ -f /a ] && echo yes\n',
    'FROM alpine\nRUN [ -f /a ]\n',
    'FROM alpine\nCMD []\n',
  ],
  fixed: [
    'FROM alpine\nCMD ["nginx", "-g"]\n',
    'FROM alpine\nENTRYPOINT ["nginx"]\n',
    'FROM alpine\nCMD ["nginx", "-g"]\n',
    'FROM alpine\nVOLUME ["C:\\\\data"]\n',
    'FROM alpine\nCOPY ["a", "b"]\n',
  ],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((outer) => {
      const instruction = outer.trigger ?? outer;
      const piece = listOf(instruction);
      if (
        piece === undefined ||
        dockerfile.problems.some(
          (problem) => problem.code === 'json-not-strings' && problem.instruction === outer,
        )
      )
        return [];
      const { text, span } = piece;
      // `RUN [ -f /a ]` is a test of the shell.
      if (/^\[\s/.test(text) && !/,/.test(text)) return [];
      const strings = membersOf(text);
      const array = strings && `[${strings.map((member) => JSON.stringify(member)).join(', ')}]`;
      return {
        span,
        message:
          instruction.name === 'SHELL'
            ? t(
                '{0} looks like a JSON array but is none, so the build stops here; use double quotes and no comma at the end.',
                text,
              )
            : t(
                '{0} looks like a JSON array but is none, so it is taken as plain text; use double quotes and no comma at the end.',
                text,
              ),
        fixes:
          array === undefined
            ? []
            : [{ title: t('Write {0}', array), edits: [{ span, text: array }], safe: true }],
      };
    }),
};

/** The arguments of an instruction when they begin and end like a list and are none. */
function listOf({
  name,
  form,
  body,
  words,
}: Instruction): { text: string; span: { start: number; end: number } } | undefined {
  if (!withJson.has(name) || form === 'exec') return undefined;
  const piece = name === 'HEALTHCHECK' ? words[1] : body;
  return piece !== undefined && /^\[[^]*\]$/.test(piece.text) ? piece : undefined;
}

/** The strings that were meant; undefined where that is a guess. */
function membersOf(text: string): string[] | undefined {
  const inside = text.slice(1, -1).trim().replace(/,$/, '');
  const members: string[] = [];
  const member = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^'"]*)'|([^\s"',[\]]+))\s*(,|$)/y;
  for (let at = 0; at < inside.length; at = member.lastIndex) {
    member.lastIndex = at;
    const match = member.exec(inside);
    if (match === null) return undefined;
    const [, double, single, bare, comma] = match;
    members.push(double === undefined ? (single ?? bare ?? '') : unescaped(double));
    if (comma === '' && member.lastIndex < inside.length) return undefined;
  }
  return members;
}

/** A single backslash before a letter that JSON does not know was meant as one. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
