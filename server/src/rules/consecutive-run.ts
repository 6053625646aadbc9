import { t } from '../text';
import type { Rule } from './rule';
import { runsOf } from './shell/run-commands';

export const consecutiveRun: Rule = {
  id: 'consecutive-run',
  aliases: ['DL3059'],
  severity: 'off',
  since: '0.1.0',
  why: 'Each RUN makes a layer, and what a later one deletes stays in the one before. Separate RUNs are cached separately, though, so this is a choice; the refactoring "merge RUNs" joins them.',
  bad: [
    'FROM debian:12\nRUN make\nRUN make install\n',
    'FROM debian:12\nRUN make\n# then\n\nRUN make install\n',
  ],
  good: [
    'FROM debian:12\nRUN make && make install\nRUN make clean\n',
    'FROM debian:12\nRUN make\nENV A=1\nRUN make install\n',
    'FROM debian:12\nRUN --network=none make\nRUN make install\n',
  ],
  check: (dockerfile) => {
    const runs = new Map(runsOf(dockerfile).map((run) => [run.instruction, run]));
    const flags = (texts: readonly { readonly text: string }[]) => texts.map(({ text }) => text).join(' ');
    return dockerfile.instructions.flatMap((instruction, index) => {
      const previous = dockerfile.instructions[index - 1];
      const before = previous && runs.get(previous);
      const run = runs.get(instruction);
      if (previous === undefined || before === undefined || run === undefined) return [];
      if (run.commands.length > 1 || before.commands.length > 1) return [];
      if (flags(instruction.flags) !== flags(previous.flags)) return [];
      return {
        span: instruction.keywordSpan,
        message: t('This RUN follows another one with the same flags; one RUN for both makes one layer.'),
        related: [{ span: previous.keywordSpan, message: t('It follows this one.') }],
      };
    });
  },
};
