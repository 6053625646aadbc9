import type { Instruction } from '../../dockerfile/tree';
import { signals } from '../../reference/signals';
import { stopsignal } from '../../reference/stopsignal';
import { t } from '../../text';
import { code, paragraphs } from '../markdown';
import { documentationLink } from './instruction';
import { holds, type Topic } from './topic';

/** On the signal of STOPSIGNAL, by name (with or without SIG, in any case) or by number. */
export function signalTopic(instruction: Instruction, offset: number): Topic | undefined {
  const [word] = instruction.words;
  if (!word || !holds(word.span, offset)) return undefined;
  const typed = word.text.replace(/^(["'])(.*)\1$/, '$2').toUpperCase();
  const signal = signals.find(
    ({ name, number }) => name === typed || name === `SIG${typed}` || String(number) === typed,
  );
  if (!signal) return undefined;
  return {
    span: word.span,
    markdown: paragraphs(
      `**${code(signal.name)}** (${signal.number}): ${t(signal.summary)}.`,
      t('`docker stop` sends it to process 1 of the container, waits ten seconds and then sends SIGKILL.'),
      documentationLink('STOPSIGNAL', stopsignal.link),
    ),
  };
}
