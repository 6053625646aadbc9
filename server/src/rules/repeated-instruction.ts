import { t } from '../text';
import type { Command } from './builder/dispatch';
import { conversion } from './builder/conversion';
import { wholeLines } from './builder/removal';
import type { Rule } from './rule';

const once = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

export const repeatedInstruction: Rule = {
  id: 'repeated-instruction',
  aliases: ['MultipleInstructionsDisallowed', 'DL3012', 'DL4003', 'DL4004', 'MULTIPLE_INSTRUCTIONS'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Of several CMD, ENTRYPOINT or HEALTHCHECK in one stage only the last counts; the others mislead readers.',
  bad: ['FROM alpine\nCMD ["a"]\nCMD ["b"]\n'],
  good: [
    'FROM alpine AS base\nCMD ["a"]\nFROM base\nCMD ["b"]\n',
    'FROM alpine\nENTRYPOINT ["a"]\nCMD ["b"]\n',
  ],
  fixed: ['FROM alpine\nCMD ["b"]\n'],
  check: (dockerfile, facts) => {
    const last = new Map<string, Command>();
    return conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, base } = command;
      const { name, keyword } = instruction;
      if (!once.has(name)) return [];
      const key = `${base.stage.index} ${name}`;
      const previous = last.get(key);
      last.set(key, command);
      if (previous === undefined) return [];
      const { firstLine, lastLine, span } = previous.instruction;
      return {
        span: previous.locate(span),
        message: t('This {0} has no effect, since only the last one of a stage counts; delete it.', name),
        tags: ['unnecessary' as const],
        related: [{ span: command.locate(instruction.keywordSpan), message: t('the {0} that counts', name) }],
        fixes: previous.isTrigger
          ? []
          : [
              {
                title: t('Delete this {0}', name),
                edits: [{ span: wholeLines(dockerfile, firstLine, lastLine), text: '' }],
                safe: true,
              },
            ],
        buildkit: {
          rule: 'MultipleInstructionsDisallowed',
          detail: `Multiple ${keyword} instructions should not be used in the same stage because only the last one will be used`,
          lines: previous.lines,
          at: command.at(1000),
          ...(command.isTrigger ? {} : { skippedAt: instruction }),
        },
      };
    });
  },
};
