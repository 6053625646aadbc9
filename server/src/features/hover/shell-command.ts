import { shellOf } from '../../dockerfile/shell';
import { shellCommandOf } from '../../reference/shell-commands';
import { t } from '../../text';
import { bullets, code, paragraphs } from '../markdown';
import { holds, type Place, type Topic } from './topic';

/** In RUN: what a well-known command means for the image, and its usual flags. */
export function shellCommandTopic({ dockerfile, instruction, offset }: Place): Topic | undefined {
  if (instruction.name !== 'RUN') return undefined;
  const command = shellOf(dockerfile, instruction)?.commands.find(({ span }) => holds(span, offset));
  if (command?.name === undefined) return undefined;
  const words = [command.name, ...command.args.map(({ text }) => text)];
  const known = shellCommandOf(words);
  if (!known) return undefined;
  const argument = command.args.find(({ span }) => holds(span, offset));
  const flag = argument && known.flags.find(({ value }) => value === argument.text);
  if (argument && flag) {
    return { span: argument.span, markdown: `**${code(flag.value)}** ${t(flag.summary)}` };
  }
  const isName = holds(command.nameSpan, offset) || (argument && known.words.includes(argument.text));
  if (!isName) return undefined;
  return {
    span: argument?.span ?? command.nameSpan ?? command.span,
    markdown: paragraphs(
      `**${code(known.words.join(' '))}** ${t(known.summary)}`,
      bullets(known.flags.map(({ value, summary }) => `${code(value)}: ${t(summary)}`)),
    ),
  };
}
