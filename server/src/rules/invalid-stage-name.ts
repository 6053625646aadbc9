import { t } from '../text';
import { imageNameProblem } from './builder/image-name';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const invalidStageName: Rule = {
  id: 'invalid-stage-name',
  aliases: ['INVALID_BUILD_STAGE_NAME'],
  severity: 'error',
  since: '0.1.0',
  why: 'A stage name begins with a letter and goes on with letters, digits, `-`, `_` and `.`; variables are not replaced in it. BuildKit also looks for a build context of that name, so it must be a possible image name: it cannot end in `-` or hold `..`.',
  bad: ['FROM alpine AS 1st\n', 'FROM alpine AS $NAME\n', 'FROM alpine AS a/b\n', 'FROM alpine AS build-\n'],
  good: ['FROM alpine AS first\n', 'FROM alpine AS build-1.x_y\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const [, as, name] = instruction.words;
      if (
        instruction.name !== 'FROM' ||
        instruction.words.length !== 3 ||
        as?.text.toLowerCase() !== 'as' ||
        name === undefined
      )
        return [];
      const lower = name.text.toLowerCase();
      if (!/^[a-z][a-z0-9\-_.]*$/.test(lower)) {
        return {
          span: name.span,
          message: lower.includes('$')
            ? t(
                'Variables are not replaced in stage names, so "{0}" is none and the build stops here; write the name out.',
                name.text,
              )
            : t(
                '"{0}" is no stage name, so the build stops here; begin with a letter and use letters, digits, "-", "_" and "." only.',
                name.text,
              ),
          buildkit: rejects(
            parse,
            `invalid name for build stage: ${JSON.stringify(name.text)}, name can't start with a number or contain symbols`,
          ),
        };
      }
      const problem = imageNameProblem(lower);
      if (problem === undefined || lower === 'scratch' || lower === 'context') return [];
      return {
        span: name.span,
        message: t(
          '"{0}" cannot be looked up as a build context, so the build stops here; end the name with a letter or digit and put single separators between.',
          name.text,
        ),
        // The engine says so while it looks for named contexts.
        buildkit: {
          detail: `invalid context name ${lower}: ${problem}`,
          lines: undefined,
          at: { phase: 'bases', order: instruction.stage, step: 2 },
        },
      };
    }),
};
