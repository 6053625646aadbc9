import { instructionHelp } from '../features/hover/instruction';
import { instructions } from '../reference/instructions';
import { ruleDocumentation } from '../report/rule-documentation';
import { rules } from '../rules';
import { nearest } from '../rules/builder/nearest';
import { t } from '../text';
import { readArguments, UsageError } from './arguments';
import type { ExitCode, Output } from './output';

/** Prints the documentation of a rule (by id or alias) or of an instruction, as Markdown. */
export function explain(args: readonly string[], output: Output): ExitCode {
  const [name, ...more] = readArguments(args, {}).positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(t('name one rule or instruction, e.g. "strata explain COPY".'));
  }
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  const instruction = instructions.find((known) => same(known.name));
  const rule = rules.find(({ id, aliases }) => [id, ...aliases].some(same));
  if (instruction) output.print(instructionHelp(instruction));
  else if (rule) output.print(ruleDocumentation(rule));
  else throw new UsageError(unknown(name));
  return 0;
}

function unknown(name: string): string {
  const names = [
    ...instructions.map((instruction) => instruction.name),
    ...rules.flatMap(({ id, aliases }) => [id, ...aliases]),
  ];
  const lower = new Map(names.map((known) => [known.toLowerCase(), known]));
  const match = lower.get(nearest(name.toLowerCase(), lower.keys()) ?? '');
  return match === undefined
    ? t('there is no rule or instruction "{0}".', name)
    : t('there is no rule or instruction "{0}"; did you mean {1}?', name, match);
}
