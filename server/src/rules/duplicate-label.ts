import type { Pair } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import { wholeLines, wordWithBlank } from './builder/removal';
import type { Rule } from './rule';

export const duplicateLabel: Rule = {
  id: 'duplicate-label',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A label that is set again in the same stage loses its first value, silently.',
  bad: ['FROM alpine\nLABEL version=1\nLABEL version=2\n', 'FROM alpine\nLABEL a=1 a=2\n'],
  good: [
    'FROM alpine\nLABEL version=1 title=x\n',
    'FROM alpine AS base\nLABEL version=1\nFROM base\nLABEL version=2\n',
  ],
  fixed: ['FROM alpine\nLABEL version=2\n', 'FROM alpine\nLABEL a=2\n'],
  check: (dockerfile, facts) => {
    const last = new Map<string, { pair: Pair; alone: boolean; firstLine: number; lastLine: number }>();
    return conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, base } = command;
      if (instruction.name !== 'LABEL' || command.isTrigger) return [];
      return instruction.pairs.flatMap((pair) => {
        const key = command.valueOf(pair.key);
        const place = `${base.stage.index} ${key}`;
        const before = last.get(place);
        const { firstLine, lastLine, pairs } = instruction;
        last.set(place, { pair, alone: pairs.length === 1, firstLine, lastLine });
        if (before === undefined || pair.value === undefined || key === '') return [];
        const removed = before.alone
          ? wholeLines(dockerfile, before.firstLine, before.lastLine)
          : wordWithBlank(dockerfile, before.pair.span);
        return {
          span: before.pair.span,
          message: t('Label "{0}" is set again below, so this value is lost; delete it.', key),
          tags: ['unnecessary' as const],
          related: [{ span: pair.span, message: t('the value that counts') }],
          fixes: [{ title: t('Delete this label'), edits: [{ span: removed, text: '' }], safe: true }],
        };
      });
    });
  },
};
