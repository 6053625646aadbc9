import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { commentAbove } from './builder/comment-above';
import { parsed, rejects } from './builder/parsed';
import type { Finding, Rule } from './rule';

/** The words that do not belong there, what to say of them and how to repair them. */
function wrongWords(
  dockerfile: Dockerfile,
  instruction: Instruction,
): Pick<Finding, 'span' | 'message' | 'fixes'> | undefined {
  const { words } = instruction;
  const [image, as, name] = words;
  if (image === undefined || as === undefined) return undefined;
  const last = words.at(-1) ?? as;
  const comment = words.findIndex(({ text }) => text.startsWith('#'));
  const extra = words[comment > 0 ? comment : 3] ?? as;
  if (comment === 1 || comment === 3) {
    return {
      span: { start: extra.span.start, end: last.span.end },
      message: t(
        '"{0}" is an argument of FROM and not a comment, so the build stops here; put the comment on a line of its own.',
        extra.text,
      ),
      fixes: commentAbove(dockerfile, instruction, extra.span.start),
    };
  }
  if (words.length === 2 && as.text.toLowerCase() === 'as') {
    return {
      span: as.span,
      message: t('"{0}" is followed by no stage name; write one, or remove "{0}".', as.text),
    };
  }
  if (as.text.toLowerCase() === 'as') {
    return {
      span: { start: extra.span.start, end: last.span.end },
      message: t(
        'FROM takes an image, "AS" and a stage name; "{0}" is too much, so the build stops here.',
        extra.text,
      ),
    };
  }
  if (words.length === 3 && name !== undefined) {
    return {
      span: as.span,
      message: t(
        '"{0}" stands where FROM expects "AS"; write "AS" before the stage name "{1}".',
        as.text,
        name.text,
      ),
      fixes: [{ title: t('Change to AS'), edits: [{ span: as.span, text: 'AS' }], safe: true }],
    };
  }
  return {
    span: { start: as.span.start, end: last.span.end },
    message: t(
      'FROM takes one image, and then at most "AS" with a stage name; "{0}" fits neither, so the build stops here.',
      as.text,
    ),
    fixes:
      words.length === 2
        ? [
            {
              title: t('Name the stage {0}', as.text),
              edits: [{ span: { start: as.span.start, end: as.span.start }, text: 'AS ' }],
              safe: false,
            },
          ]
        : [],
  };
}

export const invalidFrom: Rule = {
  id: 'invalid-from',
  aliases: ['DL1000', 'ARGUMENT_REQUIRES_ONE_OR_THREE', 'INVALID_AS'],
  severity: 'error',
  since: '0.1.0',
  why: 'FROM has one form: an image, and where the stage is to bear a name, `AS` and that name. Anything else on the line, a trailing comment too, stops the build.',
  bad: [
    'FROM\n',
    'FROM alpine build\n',
    'FROM alpine ES build\n',
    'FROM alpine AS\n',
    'FROM alpine # small\n',
    'FROM alpine AS build now\n',
  ],
  good: ['FROM alpine\n', 'FROM alpine as build\n', '# small\nFROM alpine\n'],
  fixed: [
    'FROM\n',
    'FROM alpine build\n',
    'FROM alpine AS build\n',
    'FROM alpine AS\n',
    '# small\nFROM alpine\n',
    'FROM alpine AS build now\n',
  ],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const { words } = instruction;
      if (instruction.name !== 'FROM' || parse.isTrigger) return [];
      if (words.length === 1 || (words.length === 3 && words[1]?.text.toLowerCase() === 'as')) return [];
      const problem = wrongWords(dockerfile, instruction) ?? {
        span: instruction.keywordSpan,
        message: t('"{0}" names no image to start from; write one, such as "alpine".', instruction.keyword),
      };
      return { ...problem, buildkit: rejects(parse, 'FROM requires either one or three arguments') };
    }),
};
