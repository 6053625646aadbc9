import { t } from '../text';
import { conversion } from './builder/conversion';
import { mountFields } from './builder/mount-fields';
import { parsed, rejects } from './builder/parsed';
import type { Finding, Rule } from './rule';

export const variableInFromFlag: Rule = {
  id: 'variable-in-from-flag',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'BuildKit must know all stages before it replaces variables, so `--from` and `from=` of a mount take none. A stage of its own can do that: `FROM image:$VERSION AS tools`, with the ARG before the first FROM, and then `--from=tools`.',
  bad: [
    'ARG V=1\nFROM alpine\nCOPY --from=tools:$V /a /b\n',
    'FROM alpine\nRUN --mount=from=$IMAGE,target=/t ls\n',
  ],
  good: ['ARG V=1\nFROM tools:$V AS tools\nFROM alpine\nCOPY --from=tools /a /b\n'],
  check: (dockerfile, facts) => {
    const findings: Finding[] = [];
    for (const [order, { target, place, word }] of conversion(dockerfile, facts).sources.entries()) {
      if (target.kind !== 'invalid' || target.reason === 'index') continue;
      findings.push({
        span: place.locate(word.span),
        message: t(
          '"{0}" holds a variable or quotes, which --from cannot have, so the build stops here; name a stage made with FROM instead.',
          word.text,
        ),
        buildkit: { detail: target.detail, lines: undefined, at: { phase: 'references', order, step: 0 } },
      });
    }
    for (const parse of parsed(dockerfile, facts)) {
      if (parse.instruction.name !== 'RUN') continue;
      for (const flag of parse.instruction.flags) {
        if (flag.name !== 'mount' || flag.value === undefined) continue;
        const from = mountFields(flag).find(
          ({ key, value }) => key === 'from' && value !== undefined && /\$./.test(value.text),
        )?.value;
        if (from === undefined) continue;
        findings.push({
          span: parse.locate(from.span),
          message: t(
            '"{0}" holds a variable, which "from" cannot have, so the build stops here; name a stage made with FROM instead.',
            from.text,
          ),
          buildkit: rejects(
            parse,
            "'from' doesn't support variable expansion, define alias stage instead",
            4,
          ),
        });
      }
    }
    return findings;
  },
};
