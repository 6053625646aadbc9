import type { Variable } from '../../dockerfile/build-scope';
import { environmentAfter, environmentBefore, type Environment } from '../../dockerfile/environment';
import type { Dockerfile, Instruction, Pair } from '../../dockerfile/tree';
import { variableUses, type VariableUse } from '../../dockerfile/variable-uses';
import { expand, spanIn } from '../../dockerfile/variables';
import { execForm, modifiers } from '../../reference/concepts';
import { arg } from '../../reference/arg';
import { env } from '../../reference/env';
import { environmentVariables } from '../../reference/environment-variables';
import {
  predefinedArgumentLinks,
  predefinedArguments,
  type PredefinedArgument,
} from '../../reference/predefined-arguments';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import type { FeatureFacts } from '../facts';
import { bullets, code, paragraphs, shortened } from '../markdown';
import { conceptHelp } from './concept';
import { documentationLink } from './instruction';
import { holds, type Place, type Topic } from './topic';

const longestValue = 300;

/** On `$NAME`, whether the builder replaces it or the shell when the command runs. */
export function variableTopic(place: Place): Topic | undefined {
  const { dockerfile, instruction, offset, facts } = place;
  // Of two that touch the second counts, of nested ones the inner one: both begin later.
  const use = variableUses(dockerfile, instruction).findLast((each) => holds(each.span, offset));
  if (!use) return unexpandedTopic(place);
  const { name, span } = use;
  const environment = environmentBefore(dockerfile, instruction, buildFacts(facts));
  const help = variableHelp(name, environment, place);
  if (use.expandedBy === 'builder') {
    return { span, markdown: paragraphs(help, modifierHelp(use, environment, dockerfile)) };
  }
  // A variable of the script itself is none of ours.
  if (!environment.has(name) && !isProxy(name)) return undefined;
  return { span, markdown: paragraphs(help, shellNote(name, environment, instruction)) };
}

function shellNote(name: string, environment: Environment, instruction: Instruction): string {
  if (instruction.name === 'RUN') return t('The shell of RUN replaces it.');
  return environment.get(name)?.kind === 'arg'
    ? t(
        '**Empty here:** an ARG has ended when the container runs. Hand it on with {0}.',
        code(`ENV ${name}=$${name}`),
      )
    : t('The shell replaces it when the container runs, so `docker run -e` counts.');
}

/** On `$NAME` in exec form, where people expect a value and get the text. */
function unexpandedTopic({ instruction, offset }: Place): Topic | undefined {
  const { name, form, words } = instruction;
  if (form !== 'exec' || !['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(name)) return undefined;
  const word = words.find((each) => holds(each.span, offset));
  if (!word) return undefined;
  for (const match of word.text.matchAll(/\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/g)) {
    const span = spanIn(word, match.index, match.index + match[0].length);
    if (!holds(span, offset)) continue;
    return {
      span,
      markdown: paragraphs(
        t('Exec form: {0} is plain text here, since no shell replaces it.', code(match[0])),
        conceptHelp(execForm),
      ),
    };
  }
  return undefined;
}

/** On the name of an ARG or ENV where it is set: its value, what it replaces, what can set it. */
export function definitionTopic(place: Place): Topic | undefined {
  const { dockerfile, instruction, offset, facts } = place;
  const pair = instruction.pairs.find((each) => holds(each.span, offset));
  if (!pair) return undefined;
  const span = pair.span;
  const build = buildFacts(facts);
  const name = expand(
    pair.key,
    dockerfile.escape,
    environmentBefore(dockerfile, instruction, build).env,
  ).value;
  const next = dockerfile.instructions[instruction.index + 1];
  const stage = dockerfile.stages[instruction.stage];
  const after =
    next && (!stage || next.stage === instruction.stage)
      ? environmentBefore(dockerfile, next, build)
      : stage && environmentAfter(dockerfile, stage, build);
  const before = environmentBefore(dockerfile, instruction, build).get(name);
  return {
    span,
    markdown: paragraphs(
      after ? variableHelp(name, after, place, pair) : `**${code(name)}**`,
      before && before.kind !== 'predefined' && before.value !== undefined
        ? t('Before this line: {0}, {1}.', value(before), origin(before, dockerfile, instruction))
        : undefined,
    ),
  };
}

/** All that is known of a variable in an environment. `definition` is the pair under the cursor. */
function variableHelp(name: string, environment: Environment, place: Place, definition?: Pair): string {
  const variable = environment.get(name);
  const predefined = predefinedArguments.find((each) => each.name === name);
  const usual = environmentVariables.find((each) => each.name === name);
  const reference = variable?.kind === 'env' || variable?.kind === 'base' ? env : arg;
  return paragraphs(
    `**${code(name)}** ${variable ? (variable.value === undefined ? noValue(variable, predefined) : `= ${value(variable)}`) : t('is not defined here, so it is empty.')}`,
    usual && `${t(usual.summary)}.`,
    predefined && `${t(predefined.summary)}. ${t('For example {0}', code(predefined.example))}`,
    bullets([
      ...(variable && variable.pair !== definition
        ? [sentence(origin(variable, place.dockerfile, place.instruction))]
        : []),
      ...(variable?.inherited
        ? [sentence(t('its value: {0}', origin(variable.inherited, place.dockerfile, place.instruction)))]
        : []),
      ...howToSet(name, variable, predefined, place.facts),
    ]),
    predefined && variable?.kind !== 'env'
      ? documentationLink(name, predefinedArgumentLinks[predefined.kind])
      : documentationLink(reference.name, reference.link),
  );
}

function howToSet(
  name: string,
  variable: Variable | undefined,
  predefined: PredefinedArgument | undefined,
  facts: FeatureFacts,
): string[] {
  const overridden = facts.buildArgs?.has(name) ? [t('Set by `--build-arg` for the chosen build.')] : [];
  switch (variable?.kind) {
    case 'env':
    case 'base':
      return [t('Lives on in the container; {0} overrides it there.', code(`docker run -e ${name}=…`))];
    case 'arg':
      return [
        ...overridden,
        predefined?.kind === 'platform'
          ? t('The builder sets it; it ends with the build.')
          : t('{0} sets it; it ends with the build.', code(`docker build --build-arg ${name}=…`)),
      ];
    case 'predefined':
      return [
        predefined?.kind === 'platform'
          ? t(
              'The builder sets it. In FROM it is there; inside a stage declare it: {0}.',
              code(`ARG ${name}`),
            )
          : t('{0} sets it, without an ARG.', code(`docker build --build-arg ${name}=…`)),
      ];
    case undefined:
      if (predefined?.kind === 'proxy') {
        return [
          t('Every RUN has it once {0} is given; it is in no cache key.', code(`--build-arg ${name}=…`)),
        ];
      }
      return [
        predefined?.kind === 'platform'
          ? t('Inside a stage it must be declared first: {0}.', code(`ARG ${name}`))
          : t(
              'Declare it first with ARG or ENV in this stage; an ARG above the first FROM must be declared again.',
            ),
      ];
  }
}

function noValue(variable: Variable, predefined: PredefinedArgument | undefined): string {
  return variable.isUnknown || predefined
    ? t('gets its value from the build.')
    : t('has no value unless the build sets it.');
}

function value(variable: Variable): string {
  return variable.value === '' ? t('the empty text') : code(shortened(variable.value ?? '', longestValue));
}

/** Where a variable got its value: `set by ENV in line 4 of stage build`. */
function origin(variable: Variable, dockerfile: Dockerfile, from: Instruction): string {
  const { definedBy } = variable;
  if (!definedBy) {
    return variable.kind === 'base' ? t('set by the base image') : t('set by the builder');
  }
  const line = definedBy.firstLine + 1;
  const stage = dockerfile.stages[definedBy.stage];
  const where =
    definedBy.stage === from.stage || !stage
      ? t('line {0}', line)
      : t('line {0}, inherited from stage {1}', line, code(stage.name ?? String(stage.index)));
  return definedBy.name === 'ENV'
    ? t('set by ENV in {0}', where)
    : variable.pair?.value
      ? t('default of ARG in {0}', where)
      : t('declared by ARG in {0}', where);
}

function modifierHelp(
  use: VariableUse,
  environment: Environment,
  dockerfile: Dockerfile,
): string | undefined {
  const known = modifiers.find((each) => each.modifier === use.modifier);
  if (!known) return undefined;
  const { start, end } = use.span;
  const text = dockerfile.text.slice(start, end);
  const word = { text, span: use.span, at: (index: number) => start + index };
  const { value: result, error } = expand(word, dockerfile.escape, environment.env);
  return paragraphs(
    `${code(known.modifier)}: ${t(known.summary)}`,
    error || text.includes('\n')
      ? undefined
      : t('Here: {0}', result === '' ? t('the empty text') : code(shortened(result, longestValue))),
  );
}

function isProxy(name: string): boolean {
  return predefinedArguments.some((each) => each.name === name && each.kind === 'proxy');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
