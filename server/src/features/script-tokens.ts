import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Heredoc, Instruction, Span } from '../dockerfile/tree';
import { scriptLanguages, type ScriptLanguage } from '../reference/script-languages';
import type { Token } from './semantic-tokens-of';

/** Comments, strings, numbers and keywords of the heredocs that are written in another language than the shell's. */
export function scriptTokens(dockerfile: Dockerfile, instruction: Instruction): Token[] {
  const { heredocs } = instruction.trigger ?? instruction;
  return heredocs.flatMap((heredoc) => {
    const language = languageOf(dockerfile, instruction, heredoc);
    return language ? tokensIn(dockerfile.text, heredoc.bodySpan, language) : [];
  });
}

/** Its first line says it; else the command that reads it, or the name of the file that it becomes. */
function languageOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { body, operatorSpan }: Heredoc,
): ScriptLanguage | undefined {
  const shebang = /^#!\s*(?:\S*\/)?(?:env\s+(?:-\S+\s+)*)?(?:\S*\/)?([\w.-]+)/.exec(body);
  if (shebang) return readBy(shebang[1]);
  const acting = instruction.trigger ?? instruction;
  if (acting.name === 'RUN') {
    const reader = shellOf(dockerfile, instruction)?.commands.find(({ redirects }) =>
      redirects.some(({ span }) => span.start < operatorSpan.end && operatorSpan.start < span.end),
    );
    return readBy(reader?.name?.split('/').at(-1));
  }
  const extension = /\.(\w+)$/.exec(acting.words.at(-1)?.value ?? '')?.[1];
  return scriptLanguages.find(({ extensions }) => extension && extensions.includes(extension));
}

function readBy(program: string | undefined): ScriptLanguage | undefined {
  return program === undefined ? undefined : scriptLanguages.find(({ programs }) => programs.test(program));
}

function tokensIn(text: string, { start, end }: Span, language: ScriptLanguage): Token[] {
  const body = text.slice(start, end);
  return [...body.matchAll(patternOf(language))].flatMap(({ index, groups = {} }): Token[] => {
    const type = tokenTypes.find((name) => groups[name] !== undefined);
    const length = type && groups[type]?.length;
    if (!type || !length) return [];
    return [{ span: { start: start + index, end: start + index + length }, type }];
  });
}

const tokenTypes = ['comment', 'string', 'number', 'keyword'] as const;

const patterns = new Map<ScriptLanguage, RegExp>();

/** Other words match too, without a group, so that no keyword is found in the middle of a name. */
function patternOf(language: ScriptLanguage): RegExp {
  const known = patterns.get(language);
  if (known) return known;
  const { comment, quotes, keywords } = language;
  const strings = quotes.map((quote) => {
    const spansLines = quote.length > 1 || quote === '`';
    return `${quote}(?:\\\\[^]|(?!${quote})[^\\\\${spansLines ? '' : '\\n'}])*(?:${quote})?`;
  });
  const words = keywords.map((word) => word.replace('?', '\\?')).join('|');
  const pattern = new RegExp(
    [
      `(?<comment>(?:^#!|(?<![\\w$@%])${comment}).*)`,
      `(?<string>${strings.join('|')})`,
      '(?<number>\\b\\d[\\w.]*)',
      `(?<keyword>(?<![\\w$@%.-])(?:${words})(?![\\w-]))`,
      '\\w+',
    ].join('|'),
    'g',
  );
  patterns.set(language, pattern);
  return pattern;
}
