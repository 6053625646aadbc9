import { spanIn } from '../../dockerfile/variables';
import { execForm, jsonForm, shellForm } from '../../reference/concepts';
import { t } from '../../text';
import { code, paragraphs, shortened } from '../markdown';
import { stageConfig } from '../stage-config';
import { quoted } from './command-line';
import { conceptHelp } from './concept';
import { hereHelp } from './here';
import { shellCommandTopic } from './shell-command';
import { holds, type Place, type Topic } from './topic';

const longestCommand = 120;

/** On the brackets of COPY, ADD and VOLUME. */
export function bracketTopic({ instruction, offset }: Place): Topic | undefined {
  const { body, form, words } = instruction;
  if (form !== 'exec' || !holds(body.span, offset) || words.some(({ span }) => holds(span, offset))) {
    return undefined;
  }
  return { span: body.span, markdown: conceptHelp(jsonForm) };
}

/**
 * Exec form anywhere in it; shell form on its first word only, since a tip on every word of a script is a nuisance.
 * Commands that people know have their own.
 */
export function formTopic(place: Place): Topic | undefined {
  const { dockerfile, instruction, offset, facts } = place;
  // The first word of HEALTHCHECK is CMD or NONE; the command follows.
  const words = instruction.name === 'HEALTHCHECK' ? instruction.words.slice(1) : instruction.words;
  const [first] = words;
  if (!first) return undefined;
  const stage = dockerfile.stages[instruction.stage];
  if (instruction.form === 'exec') {
    const start = dockerfile.text.lastIndexOf('[', first.span.start);
    const span = { start, end: instruction.body.span.end };
    if (!holds(span, offset)) return undefined;
    const runs = t('Runs {0}', code(shortened(quoted(words.map(({ value }) => value)), longestCommand)));
    return { span, markdown: conceptHelp(execForm, instruction.name === 'SHELL' ? undefined : runs) };
  }
  const command = shellCommandTopic(place);
  const length = /^\S*/.exec(first.text)?.[0].length ?? 0;
  const program = spanIn(first, 0, length);
  if (!stage || !holds(program, offset) || first.text.startsWith('<<')) return command;
  const { shell } = stageConfig(dockerfile, stage, facts, instruction);
  const runs = t('Runs {0}', code(quoted([...shell, shortened(first.text, longestCommand)])));
  return { span: program, markdown: paragraphs(command?.markdown, conceptHelp(shellForm, runs)) };
}

/** On the words of CMD and ENTRYPOINT. */
export function commandTopic(place: Place): Topic | undefined {
  const { instruction, offset } = place;
  if (!holds(instruction.body.span, offset)) return undefined;
  return {
    span: instruction.body.span,
    markdown: paragraphs(hereHelp(place), conceptHelp(instruction.form === 'exec' ? execForm : shellForm)),
  };
}
