import { t } from '../text';
import { instructionNames } from './builder/instructions';
import { nearest } from './builder/nearest';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const invalidOnbuildTrigger: Rule = {
  id: 'invalid-onbuild-trigger',
  aliases: ['DL3043', 'ONBUILD_CHAINING_DISALLOWED', 'ONBUILD_TRIGGER_DISALLOWED'],
  severity: 'error',
  since: '0.1.0',
  why: 'ONBUILD keeps an instruction for images that build on this one. It cannot keep ONBUILD, FROM or MAINTAINER. What else is wrong with a trigger shows only in the build of the other image, where it is harder to find.',
  bad: [
    'FROM alpine\nONBUILD ONBUILD RUN make\n',
    'FROM alpine\nONBUILD FROM alpine\n',
    'FROM alpine\nONBUILD COPPY . .\n',
  ],
  good: ['FROM alpine\nONBUILD COPY . .\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const { trigger } = instruction;
      if (instruction.name !== 'ONBUILD' || trigger === undefined) return [];
      const { name, keyword, keywordSpan } = trigger;
      if (name === 'ONBUILD') {
        const message = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
        return {
          span: keywordSpan,
          message: t('ONBUILD cannot keep another ONBUILD, so the build stops here; remove one of them.'),
          buildkit: rejects(parse, message, 2),
        };
      }
      if (name === 'FROM' || name === 'MAINTAINER') {
        const message = `${name} isn't allowed as an ONBUILD trigger`;
        return {
          span: keywordSpan,
          message: t('ONBUILD cannot keep {0}, so the build stops here.', name),
          buildkit: rejects(parse, message, 2),
        };
      }
      if (instructionNames.has(name)) return [];
      const match = nearest(name, instructionNames);
      return {
        span: keywordSpan,
        severity: 'warning' as const,
        message:
          match === undefined
            ? t('"{0}" is no Dockerfile instruction, so every build on top of this image will stop.', keyword)
            : t(
                '"{0}" is no Dockerfile instruction, so every build on top of this image will stop; did you mean "{1}"?',
                keyword,
                match,
              ),
        fixes:
          match === undefined
            ? []
            : [
                {
                  title: t('Change to {0}', match),
                  edits: [{ span: keywordSpan, text: match }],
                  safe: false,
                },
              ],
      };
    }),
};
