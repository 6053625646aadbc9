import { environmentBefore } from '../../dockerfile/environment';
import { modifiers } from '../../reference/concepts';
import { predefinedArguments } from '../../reference/predefined-arguments';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import { shortened } from '../markdown';
import { spanAround } from './cursor';
import type { Suggestion } from './item';
import type { Suggestions } from './suggestions';
import type { Dockerfile, Instruction } from '../../dockerfile/tree';
import type { FeatureFacts } from '../facts';

const typedVariable = /\$(\{?)([A-Za-z_]\w*)?$/;
const typedModifier = /\$\{([A-Za-z_]\w*)(:|#{1,2}|%{1,2}|\/{1,2})$/;

/** Behind `$` or `${`: the variables in scope; behind `${NAME`: what can be done with it. */
export function variableSuggestions(
  dockerfile: Dockerfile,
  instruction: Instruction,
  offset: number,
  facts: FeatureFacts,
): Suggestions | undefined {
  const { text, lines, escape } = dockerfile;
  const before = text.slice(lines.startOf(lines.lineAt(offset)), offset);
  const modifier = typedModifier.exec(before);
  if (modifier) {
    const [, , sign = ''] = modifier;
    return {
      span: { start: offset - sign.length, end: offset },
      suggestions: modifierSuggestions(text.charAt(offset) === '}'),
    };
  }
  const match = typedVariable.exec(before);
  if (!match || before.charAt(match.index - 1) === escape) return undefined;
  const [, brace = '', name = ''] = match;
  const span = spanAround(dockerfile, offset, name.length, /\W/);
  const closes = brace !== '' && text.charAt(span.end) !== '}' ? '}' : '';
  return { span, suggestions: names(dockerfile, instruction, closes, facts) };
}

function names(
  dockerfile: Dockerfile,
  instruction: Instruction,
  closes: string,
  facts: FeatureFacts,
): Suggestion[] {
  const runsLater = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(instruction.name);
  const found: Suggestion[] = [];
  const variables = [...environmentBefore(dockerfile, instruction, buildFacts(facts)).values()];
  // What was set last is nearest to what one is writing.
  variables.sort((one, other) => (other.definedBy?.index ?? -1) - (one.definedBy?.index ?? -1));
  for (const variable of variables) {
    const { name, kind, value, definedBy } = variable;
    if (runsLater && kind !== 'env' && kind !== 'base') continue;
    const known = predefinedArguments.find((each) => each.name === name);
    found.push({
      label: name,
      kind: 'variable',
      detail: shortened(
        value === undefined ? (known ? t(known.summary) : t('without a value')) : `= ${value}`,
        80,
      ),
      insert: `${name}${closes}`,
      group: definedBy ? 0 : kind === 'base' ? 2 : 1,
      ...(definedBy ? { documentation: t('{0} in line {1}', definedBy.name, definedBy.firstLine + 1) } : {}),
    });
  }
  return found;
}

function modifierSuggestions(isClosed: boolean): Suggestion[] {
  return modifiers.map(({ modifier, summary }) => ({
    label: modifier,
    kind: 'value',
    detail: t(summary),
    insert: `${modifier}\${1:${modifier.startsWith('/') ? 'pattern/replacement' : 'word'}}${isClosed ? '' : '\\}'}`,
    snippet: true,
  }));
}
