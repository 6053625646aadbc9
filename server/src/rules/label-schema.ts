import { labelKinds } from '../reference/label-kinds';
import { stageChain, targetStage } from '../dockerfile/stages';
import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Facts, Finding, Rule, RuleOptions } from './rule';

export const labelSchema: Rule = {
  id: 'label-schema',
  aliases: ['DL3049', 'DL3050', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'],
  severity: 'info',
  since: '0.1.0',
  why: 'The setting `strata.labelSchema` says which labels the images of a team carry, and what their values look like; without it this rule says nothing. With `strata.strictLabels` other labels are reported too.',
  bad: [
    'FROM alpine\nLABEL url=https://example.com\n',
    'FROM alpine\nLABEL version=1.0.0 url=example\n',
    'FROM alpine\nLABEL version=latest url=https://example.com\n',
    'FROM alpine\nLABEL version="" url=https://example.com\n',
    'FROM alpine\nLABEL version=1.0.0 url=https://example.com vendor=Acme\n',
  ],
  good: [
    'FROM alpine\nLABEL version=1.0.0 url="https://example.com"\n',
    'FROM alpine AS base\nLABEL version=1.0.0\nFROM base\nLABEL url=https://example.com\n',
    'FROM alpine\nARG V\nLABEL version=$V url=https://example.com\n',
  ],
  exampleOptions: { labelSchema: { version: 'semver', url: 'url' }, strictLabels: true },
  check: (dockerfile, facts, options) => [
    ...missing(dockerfile, facts, options),
    ...conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction } = command;
      if (instruction.name !== 'LABEL') return [];
      return instruction.pairs.flatMap(({ key, value }): Finding[] => {
        if (value === undefined) return [];
        // A value that arrives with the build cannot be judged here.
        const isKnown = !value.text.includes('$');
        const message = problem(command.valueOf(key), isKnown ? command.valueOf(value) : undefined, options);
        return message === undefined ? [] : [{ span: command.locate(key.span), message }];
      });
    }),
  ],
};

function problem(
  name: string,
  value: string | undefined,
  { labelSchema: schema = {}, strictLabels = false }: RuleOptions,
): string | undefined {
  if (!Object.hasOwn(schema, name)) {
    return strictLabels && Object.keys(schema).length > 0
      ? t('"{0}" is no label of strata.labelSchema; remove it, or add it there.', name)
      : undefined;
  }
  if (value === undefined) return undefined;
  if (value === '')
    return t('Label "{0}" is empty, and strata.labelSchema asks for it; give it a value.', name);
  const kind = labelKinds[schema[name] ?? 'text'];
  return kind === undefined || kind.pattern.test(value)
    ? undefined
    : t('"{0}" is not what strata.labelSchema asks of "{1}"; write it like {2}.', value, name, kind.example);
}

/** What neither the image that is built nor, as far as it is known, its base carries. */
function missing(dockerfile: Dockerfile, facts: Facts, { labelSchema: schema = {} }: RuleOptions): Finding[] {
  const stage = targetStage(dockerfile, facts.target) ?? dockerfile.stages.at(-1);
  if (stage?.image === undefined) return [];
  const chain = stageChain(dockerfile, stage);
  const root = chain.at(-1)?.image;
  const inherited = (root && facts.imageConfig?.(root.text)?.labels) ?? {};
  const carried = new Set(
    chain
      .flatMap(({ instructions }) => instructions)
      .filter(({ name }) => name === 'LABEL')
      .flatMap(({ pairs }) => pairs.map(({ key }) => key.text.replace(/^(["'])(.*)\1$/, '$2'))),
  );
  const { span } = stage.from.words[0] ?? stage.from;
  return Object.keys(schema)
    .filter((name) => !carried.has(name) && !Object.hasOwn(inherited, name))
    .map((name) => ({
      span,
      message: t(
        'The image lacks the label "{0}" that strata.labelSchema asks for; add it with LABEL.',
        name,
      ),
    }));
}
