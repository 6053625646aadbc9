import type { Span, Stage } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import { type LineRange, linesOf } from './builder/outcome';
import { remoteSource } from './builder/remote-source';
import type { Finding, Rule } from './rule';

const name = 'SOURCE_DATE_EPOCH';

export const invalidSourceDateEpoch: Rule = {
  id: 'invalid-source-date-epoch',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`ARG SOURCE_DATE_EPOCH=…` before the first FROM sets the time that BuildKit writes into the image. It is a number of seconds, `context`, or the name of a stage that is `FROM scratch` and holds one remote ADD and nothing else but ARG.',
  bad: [
    'ARG SOURCE_DATE_EPOCH=today\nFROM alpine\n',
    'ARG SOURCE_DATE_EPOCH=source\nFROM alpine AS source\n',
    'ARG SOURCE_DATE_EPOCH=source\nFROM scratch AS source\nRUN ls\n',
  ],
  good: [
    'ARG SOURCE_DATE_EPOCH=1700000000\nFROM alpine\n',
    'ARG SOURCE_DATE_EPOCH\nFROM alpine\n',
    'ARG SOURCE_DATE_EPOCH=source\nFROM scratch AS source\nADD https://example.com/a.git /\nFROM alpine\n',
  ],
  check: (dockerfile, facts): readonly Finding[] => {
    const { globals } = conversion(dockerfile, facts);
    const value = facts.buildArgs?.get(name) ?? globals.values.get(name) ?? '';
    if (value === '' || value === 'context' || /^[+-]?\d+$/.test(value)) return [];
    const pair = globals.expanded.findLast(({ pair: { key } }) => key.text === name)?.pair;
    const [first] = dockerfile.instructions;
    const span = pair?.value?.span ?? first?.keywordSpan ?? { start: 0, end: 0 };
    const finding = (at: Span, message: string, detail: string, lines: LineRange | undefined): Finding[] => [
      {
        span: at,
        message,
        buildkit: { detail, lines, at: { phase: 'globals', order: dockerfile.instructions.length, step: 0 } },
      },
    ];
    const stage = dockerfile.stages.find((each) => each.name === value.toLowerCase());
    if (stage === undefined) {
      return finding(
        span,
        t(
          '"{0}" is neither a number of seconds, nor "context", nor a stage, so the build stops here.',
          value,
        ),
        `invalid SOURCE_DATE_EPOCH: ${value}`,
        undefined,
      );
    }
    const problem = stageProblem(stage, conversion(dockerfile, facts).bases[stage.index]?.name?.value);
    if (problem === undefined) return [];
    return finding(problem.span, problem.message, problem.detail, linesOf(stage.from));
  },
};

function stageProblem(
  stage: Stage,
  base: string | undefined,
): { span: Span; message: string; detail: string } | undefined {
  if (base !== 'scratch') {
    return {
      span: stage.image?.span ?? stage.from.keywordSpan,
      message: t('The stage that gives {0} must be FROM scratch, so the build stops here.', name),
      detail: `${name} stage must use FROM scratch`,
    };
  }
  const only = t(
    'The stage that gives {0} must hold one remote ADD and nothing else but ARG, so the build stops here.',
    name,
  );
  let adds = 0;
  for (const instruction of stage.instructions) {
    const { name: kind, keyword, keywordSpan, words, heredocs } = instruction;
    if (kind === 'FROM' || kind === 'ARG') continue;
    if (kind !== 'ADD') {
      return {
        span: keywordSpan,
        message: only,
        detail: `${name} stage does not meet source-only requirements: unsupported ${keyword} instruction`,
      };
    }
    adds += 1;
    if (adds > 1)
      return {
        span: keywordSpan,
        message: only,
        detail: `${name} stage must contain exactly one remote ADD`,
      };
    if (heredocs.length > 0 || words.length !== 2) {
      return {
        span: keywordSpan,
        message: only,
        detail: `${name} stage must contain exactly one remote ADD source`,
      };
    }
    const source = words[0];
    // A variable may well hold a URL.
    if (source !== undefined && !source.text.includes('$') && remoteSource(source.text).kind === 'local') {
      return {
        span: source.span,
        message: only,
        detail: `${name} stage source must be a single HTTP(S) or Git ADD`,
      };
    }
  }
  return adds === 0
    ? { span: stage.from.span, message: only, detail: `${name} stage must contain exactly one remote ADD` }
    : undefined;
}
