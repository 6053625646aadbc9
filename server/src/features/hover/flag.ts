import type { Flag } from '../../dockerfile/tree';
import type { FlagReference } from '../../reference/instruction';
import { t } from '../../text';
import { block, bullets, code, paragraphs } from '../markdown';
import { documentationLink } from './instruction';
import { holds, type Topic } from './topic';

/** What a flag does and which values it takes; on its value, what that value means. */
export function flagTopic(flag: Flag, reference: FlagReference, offset: number): Topic {
  const { valueSpan } = flag;
  const value = holds(valueSpan, offset) && offset > flag.nameSpan.end ? flag.value : undefined;
  const known = reference.values?.find((each) => each.value === value);
  return {
    span: value !== undefined && valueSpan ? valueSpan : flag.span,
    markdown: paragraphs(known && `${code(known.value)}: ${t(known.summary)}`, flagHelp(reference)),
  };
}

export function flagHelp(reference: FlagReference): string {
  const { values } = reference;
  const notes = [
    ...(reference.default === undefined ? [] : [t('Default: {0}', code(reference.default))]),
    ...(reference.since === undefined
      ? []
      : [t('Since version {0} of the Dockerfile syntax', reference.since)]),
    ...(reference.repeatable ? [t('Can be given several times')] : []),
  ];
  return paragraphs(
    `**${code(reference.syntax)}** ${t(reference.summary)}`,
    reference.details === undefined ? undefined : t(reference.details),
    values && bullets(values.map((value) => `${code(value.value)}: ${t(value.summary)}`)),
    notes.length > 0 ? notes.join(' · ') : undefined,
    block(reference.example),
    documentationLink(`--${reference.name}`, reference.link),
  );
}
