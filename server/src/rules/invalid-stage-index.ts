import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Finding, Rule } from './rule';

export const invalidStageIndex: Rule = {
  id: 'invalid-stage-index',
  aliases: ['DL3022'],
  severity: 'error',
  since: '0.1.0',
  why: '`COPY --from=0` names a stage by its place in the file, counted from 0. A number that no stage has stops the build. Names survive when stages are added or moved.',
  bad: ['FROM alpine\nFROM alpine\nCOPY --from=2 /a /b\n'],
  good: ['FROM alpine\nFROM alpine\nCOPY --from=0 /a /b\n'],
  check: (dockerfile, facts) => {
    const findings: Finding[] = [];
    const count = dockerfile.stages.length;
    // Every image that is copied from gets an index of its own behind the stages.
    let images = 0;
    for (const [order, { target, place, word }] of conversion(dockerfile, facts).sources.entries()) {
      if (target.kind === 'image') images += 1;
      if (target.kind !== 'invalid' || target.reason !== 'index') continue;
      const index = Number(word.text);
      if (index >= 0 && index < count + images) continue;
      findings.push({
        span: place.locate(word.span),
        message: t(
          'There is no stage {0}, so the build stops here; the stages of this file have the numbers 0 to {1}.',
          word.text,
          count - 1,
        ),
        buildkit: { detail: target.detail, lines: undefined, at: { phase: 'references', order, step: 0 } },
      });
    }
    return findings;
  },
};
