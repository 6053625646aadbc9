import type { Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Fix, Rule } from './rule';

export const shellFormCommand: Rule = {
  id: 'shell-form-command',
  aliases: ['JSONArgsRecommended', 'DL3025'],
  severity: 'warning',
  since: '0.1.0',
  why: 'In shell form a shell runs as process 1 and does not hand on signals: `docker stop` waits ten seconds and then kills. In exec form, a JSON array, the program itself receives them. A SHELL instruction says that the shell is wanted.',
  bad: [
    'FROM alpine\nCMD nginx -g daemon\n',
    'FROM alpine\nENTRYPOINT exec top $OPTIONS\n',
    'FROM alpine\nCMD\n',
  ],
  good: [
    'FROM alpine\nCMD ["nginx", "-g", "daemon off;"]\n',
    'FROM alpine\nSHELL ["/bin/bash", "-c"]\nCMD echo $HOME\n',
    'FROM alpine\nENTRYPOINT []\n',
  ],
  fixed: [
    'FROM alpine\nCMD ["nginx", "-g", "daemon"]\n',
    'FROM alpine\nENTRYPOINT exec top $OPTIONS\n',
    'FROM alpine\nCMD\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, before } = command;
      const { name, keyword, form, body, keywordSpan } = instruction;
      if ((name !== 'CMD' && name !== 'ENTRYPOINT') || form === 'exec' || before.hasShell) return [];
      const isEmpty = body.text === '';
      return {
        span: command.locate(isEmpty ? keywordSpan : body.span),
        message: isEmpty
          ? t(
              '{0} without arguments runs an empty shell command; write [] to take back what the base image sets.',
              name,
            )
          : t(
              'A shell that does not hand on signals runs "{0}", so the container stops slowly; write {1} as a JSON array.',
              body.text,
              name,
            ),
        fixes: isEmpty || command.isTrigger ? [] : fixesOf(instruction),
        buildkit: {
          rule: 'JSONArgsRecommended',
          detail: `JSON arguments recommended for ${keyword} to prevent unintended behavior related to OS signals`,
          lines: command.lines,
          at: command.at(1001),
          ...(command.isTrigger ? {} : { skippedAt: instruction }),
        },
      };
    }),
};

function fixesOf({ body }: Instruction): Fix[] {
  const { text, span } = body;
  // Looks like an array: malformed-json repairs it.
  if (text.startsWith('[')) return [];
  const array = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  const words = plainWords(text);
  if (words !== undefined)
    return [{ title: t('Write as a JSON array'), edits: [{ span, text: array(words) }], safe: true }];
  const exec = /^exec\s/.test(text) || /[;&|\n]/.test(text) ? text : `exec ${text}`;
  return [
    {
      title: t('Run the shell explicitly'),
      edits: [{ span, text: array(['/bin/sh', '-c', exec]) }],
      safe: false,
    },
  ];
}

/** The words of a command that means the same without a shell; undefined where a shell would do more than split it. */
function plainWords(text: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*(?:([^\s"'`$&|;<>()[\]{}*?~#!\\=]+)|"([^"`$\\!]*)"|'([^']*)')(?=\s|$)/y;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
    at = pattern.lastIndex;
  }
  const builtin = new Set([
    'exec',
    'cd',
    'export',
    'source',
    '.',
    'set',
    'unset',
    'if',
    'while',
    'for',
    'trap',
    'ulimit',
    'umask',
    'eval',
  ]);
  const [first] = words;
  return first === undefined || builtin.has(first) ? undefined : words;
}
