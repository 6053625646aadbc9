import type { Heredoc, Instruction } from '../../dockerfile/tree';
import { heredoc as concept } from '../../reference/concepts';
import { t } from '../../text';
import { code } from '../markdown';
import { conceptHelp } from './concept';
import { holds, type Topic } from './topic';

/** On the operator or the closing delimiter of a heredoc. */
export function heredocTopic(instruction: Instruction, offset: number): Topic | undefined {
  for (const heredoc of instruction.heredocs) {
    const span = [heredoc.operatorSpan, heredoc.terminatorSpan].find((each) => holds(each, offset));
    if (span) return { span, markdown: conceptHelp(concept, describe(heredoc, instruction)) };
  }
  return undefined;
}

function describe(heredoc: Heredoc, instruction: Instruction): string {
  const name = code(heredoc.name);
  const lines = heredoc.body === '' ? 0 : heredoc.body.replace(/\n$/, '').split('\n').length;
  const size = t('{0} lines, {1} bytes.', lines, new TextEncoder().encode(heredoc.body).length);
  if (instruction.name === 'RUN') {
    const interpreter = /^#!\s*(\S.*)/.exec(heredoc.body)?.[1];
    return interpreter !== undefined && instruction.body.text.trim() === `<<${heredoc.name}`
      ? t('Up to {0}: a script for {1}. {2}', name, code(interpreter), size)
      : t(
          'Up to {0}: a script for the shell, or the input of the command before it. Begin a script with {1}: otherwise only its last command decides whether it failed. {2}',
          name,
          code('set -e'),
          size,
        );
  }
  return heredoc.expand
    ? t(
        'Up to {0}: the content of a file of that name. {1} is replaced by the value of an ARG or ENV; write {2} to keep it. {3}',
        name,
        code('$NAME'),
        code(`<<"${heredoc.name}"`),
        size,
      )
    : t(
        'Up to {0}: the content of a file of that name, as it stands: the quotes keep every `$`. {1}',
        name,
        size,
      );
}
