import type { Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

/** BuildKit's sentence where arguments are missing, and the step at which it looks. RUN, CMD and ENTRYPOINT may be empty. */
function missing(instruction: Instruction): { detail: string; step: number } | undefined {
  const { name, words, pairs } = instruction;
  switch (name) {
    case 'MAINTAINER':
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
      return words.length === 1 ? undefined : { detail: `${name} requires exactly one argument`, step: 0 };
    case 'ENV':
    case 'LABEL':
      return pairs.length > 0 || instruction.body.text !== ''
        ? undefined
        : { detail: `${name} requires at least one argument`, step: 2 };
    case 'ARG':
      return pairs.length > 0 ? undefined : { detail: `${name} requires at least one argument`, step: 0 };
    case 'ONBUILD':
      return instruction.trigger !== undefined
        ? undefined
        : { detail: `${name} requires at least one argument`, step: 0 };
    case 'HEALTHCHECK':
    case 'EXPOSE':
    case 'VOLUME':
      return words.length > 0 ? undefined : { detail: `${name} requires at least one argument`, step: 0 };
    case 'SHELL':
      return words.length > 0 ? undefined : { detail: `${name} requires at least one argument`, step: 2 };
    case 'ADD':
    case 'COPY':
      return words.length > 1
        ? undefined
        : {
            detail: `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
            step: 0,
          };
    default:
      return undefined;
  }
}

export const missingArguments: Rule = {
  id: 'missing-arguments',
  aliases: ['ARGUMENT_MISSING', 'ARGUMENT_REQUIRES_AT_LEAST_ONE', 'ARGUMENT_REQUIRES_AT_LEAST_TWO'],
  severity: 'error',
  since: '0.1.0',
  why: 'Most instructions mean nothing without arguments, and the builder stops at them. Only RUN, CMD and ENTRYPOINT may stand alone; an empty CMD or ENTRYPOINT takes back what the base image says.',
  bad: [
    'FROM alpine\nWORKDIR\n',
    'FROM alpine\nCOPY app.js\n',
    'FROM alpine\nEXPOSE\n',
    'FROM alpine\nENV\n',
  ],
  good: [
    'FROM alpine\nWORKDIR /app\nCOPY app.js .\nEXPOSE 80\nENV A=1\n',
    'FROM alpine\nCMD\n',
    'FROM alpine\nENTRYPOINT []\n',
  ],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const lack = missing(instruction);
      if (lack === undefined) return [];
      const { name, keyword, keywordSpan, words } = instruction;
      const message =
        (name === 'COPY' || name === 'ADD') && words[0] !== undefined
          ? t(
              '{0} has a source, "{1}", but no destination; say where it goes, such as ".".',
              name,
              words[0].value,
            )
          : name === 'COPY' || name === 'ADD'
            ? t('{0} needs at least a source and a destination, and the build stops without them.', name)
            : t('"{0}" needs an argument, and the build stops without one.', keyword);
      return { span: parse.locate(keywordSpan), message, buildkit: rejects(parse, lack.detail, lack.step) };
    }),
};
