import type { Place, Topic } from './topic';
import { ports } from '../../reference/ports';
import { expose } from '../../reference/expose';
import { environmentBefore } from '../../dockerfile/environment';
import { expandWords } from '../../dockerfile/variables';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import { block, bullets, code, paragraphs } from '../markdown';
import { publishCommand } from './here';
import { documentationLink } from './instruction';
import { holds } from './topic';

/** On a word of EXPOSE: what usually listens there, and how to publish it. */
export function portTopic({ dockerfile, instruction, offset, facts }: Place): Topic | undefined {
  const word = instruction.words.find((each) => holds(each.span, offset));
  if (!word) return undefined;
  const { env } = environmentBefore(dockerfile, instruction, buildFacts(facts));
  const values = expandWords(word, dockerfile.escape, env);
  const notes = values.flatMap((value) => {
    const known = knownPort(value);
    return known === undefined ? [] : [`${code(value)}: ${t(known)}`];
  });
  return {
    span: word.span,
    markdown: paragraphs(
      t(
        '**Port** {0}: the application in the container listens there. EXPOSE documents it; to open it, publish it when the container starts:',
        code(values.join(' ') || word.text),
      ),
      values.length > 0
        ? block(publishCommand(values), 'sh')
        : t('The variable has no value here, so nothing is exposed.'),
      bullets(notes),
      t(
        'The first number is the port of the host and may be another one. `-P` publishes all exposed ports on free ones.',
      ),
      documentationLink('EXPOSE', expose.link),
    ),
  };
}

function knownPort(value: string): string | undefined {
  const match = /^(\d{1,5})(?:\/(tcp|udp))?$/i.exec(value);
  const protocol = (match?.[2] ?? 'tcp').toLowerCase();
  return ports.find((port) => port.port === Number(match?.[1]) && port.protocol === protocol)?.summary;
}
