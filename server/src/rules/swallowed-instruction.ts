import type { Dockerfile, Instruction, Span } from '../dockerfile/tree';
import { instructions } from '../reference/instructions';
import { t } from '../text';
import type { Rule } from './rule';

const keywords = new Set(instructions.map(({ name }) => name));

export const swallowedInstruction: Rule = {
  id: 'swallowed-instruction',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A line that ends with the continuation character goes on with the next line that is neither blank nor a comment, even where that begins with the name of an instruction. It happens when the last line of a RUN is commented out or deleted and the `\\` above it stays: the next instruction becomes arguments of this one.',
  bad: [
    'FROM alpine\nRUN apk add curl \\\n    # && curl --version\nCMD ["curl"]\n',
    'FROM alpine\nRUN apk add curl \\\n\nUSER nobody\n',
    'FROM alpine\nLABEL a=b \\\nENV c=d\n',
  ],
  good: [
    'FROM alpine\nRUN apk add curl\n    # && curl --version\nCMD ["curl"]\n',
    'FROM alpine\nRUN echo "FROM alpine \\\nRUN true" > Dockerfile\n',
    'FROM alpine\nRUN apk add \\\n    USER\n',
  ],
  check: (dockerfile) => {
    const comments = new Set(dockerfile.comments.map(({ line }) => line));
    return dockerfile.instructions.flatMap((instruction) => {
      const lines = linesOf(instruction, comments);
      return lines.slice(1).flatMap((line, index) => {
        const swallowed = keywordAt(dockerfile, line);
        if (!swallowed || isQuoted(instruction, swallowed.start, dockerfile.escape)) return [];
        const keyword = dockerfile.text.slice(swallowed.start, swallowed.end);
        const continuation = continuationIn(dockerfile, lines[index]);
        return [
          {
            span: swallowed,
            message: t(
              'This {0} belongs to the {1} of line {2}, which goes on here because the last line above ends with "{3}"; take that away.',
              keyword,
              instruction.name,
              instruction.firstLine + 1,
              dockerfile.escape,
            ),
            fixes: continuation
              ? [
                  {
                    title: t('End the {0} before this line', instruction.name),
                    edits: [{ span: continuation, text: '' }],
                    safe: false,
                  },
                ]
              : [],
          },
        ];
      });
    });
  },
};

/** The lines of an instruction without blank lines and comments; 0-based. */
function linesOf(
  { firstLine, lastLogicalLine, blankLines }: Instruction,
  comments: ReadonlySet<number>,
): readonly number[] {
  if (firstLine === lastLogicalLine) return [firstLine];
  const blank = new Set(blankLines);
  return Array.from({ length: lastLogicalLine - firstLine + 1 }, (_, index) => firstLine + index).filter(
    (line) => !blank.has(line) && !comments.has(line),
  );
}

/** Only in capitals and in the first column, as instructions stand and arguments seldom do. */
function keywordAt({ text, lines }: Dockerfile, line: number): Span | undefined {
  const start = lines.startOf(line);
  const [, keyword] = /^([A-Z]+)[ \t]/.exec(text.slice(start, Math.min(start + 40, lines.endOf(line)))) ?? [];
  return keyword !== undefined && keywords.has(keyword) ? { start, end: start + keyword.length } : undefined;
}

function isQuoted({ rest }: Instruction, offset: number, escape: string): boolean {
  let quote = '';
  for (let index = 0; index < rest.text.length && rest.at(index) < offset; index++) {
    const unit = rest.text.charAt(index);
    if (unit === escape && quote !== "'") index++;
    else if (unit === quote) quote = '';
    else if (quote === '' && (unit === '"' || unit === "'")) quote = unit;
  }
  return quote !== '';
}

/** The continuation character at the end of a line, with the blanks before it. */
function continuationIn({ text, lines, escape }: Dockerfile, line: number | undefined): Span | undefined {
  if (line === undefined) return undefined;
  const start = lines.startOf(line);
  const content = text.slice(start, lines.endOf(line)).trimEnd();
  if (!content.endsWith(escape)) return undefined;
  return { start: start + content.slice(0, -1).trimEnd().length, end: start + content.length };
}
