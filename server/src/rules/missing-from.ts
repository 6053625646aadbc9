import { t } from '../text';
import { instructionNames } from './builder/instructions';
import { linesOf } from './builder/outcome';
import { asRead } from './builder/read';
import type { Finding, Rule } from './rule';

export const missingFrom: Rule = {
  id: 'missing-from',
  aliases: ['DL3061', 'NO_SOURCE_IMAGE'],
  severity: 'error',
  since: '0.1.0',
  why: 'Every image starts from another one, or from nothing with `FROM scratch`. Only comments, directives and ARG may stand before the first FROM.',
  bad: ['RUN make\nFROM alpine\n', '# nothing yet\n', 'ARG VERSION=1\n'],
  good: ['ARG VERSION=3\nFROM alpine:$VERSION\nRUN make\n', 'FROM scratch\n'],
  check: (dockerfile) => {
    const findings: Finding[] = [];
    for (const problem of dockerfile.problems) {
      if (problem.code !== 'empty-file' && problem.code !== 'no-instruction') continue;
      findings.push({
        span: problem.span,
        message: t(
          'This file has no instruction, so there is nothing to build; begin with FROM and an image.',
        ),
        buildkit: asRead(dockerfile, problem),
      });
    }
    const { instructions, stages } = dockerfile;
    const [first] = instructions;
    const early = instructions.find(
      ({ name, stage }) => stage === -1 && name !== 'ARG' && instructionNames.has(name),
    );
    if (early !== undefined) {
      findings.push({
        span: early.keywordSpan,
        message: t(
          '{0} stands before the first FROM, so there is no image to work on; begin with FROM and an image.',
          early.name,
        ),
        buildkit: {
          detail: 'no build stage in current context',
          lines: linesOf(early),
          at: { phase: 'instructions', order: early.index, step: 9 },
        },
      });
    } else if (stages.length === 0 && first !== undefined) {
      findings.push({
        span: first.keywordSpan,
        message: t('This file has no FROM, so there is nothing to build; name an image to start from.'),
        buildkit: {
          detail: 'dockerfile contains no stages to build',
          lines: undefined,
          at: { phase: 'instructions', order: instructions.length, step: 0 },
        },
      });
    }
    return findings;
  },
};
