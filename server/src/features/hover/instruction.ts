import type { InstructionReference } from '../../reference/instruction';
import { t } from '../../text';
import { block, bullets, link, paragraphs } from '../markdown';

/** The lesson on an instruction. `here` is what can be said of this very line. */
export function instructionHelp(reference: InstructionReference, here?: string): string {
  return paragraphs(
    `**${reference.name}**: ${t(reference.summary)}`,
    here,
    ...reference.details.map((paragraph) => t(paragraph)),
    block(reference.forms.map((form) => form.syntax).join('\n')),
    bullets(reference.forms.map((form) => `*${t(form.title)}*: ${t(form.summary)}`)),
    `**${t('Layer')}**: ${t(reference.layer)}`,
    `**${t('Cache')}**: ${t(reference.cache)}`,
    ...reference.comparisons.map(({ title, text }) => `**${t(title)}** ${t(text)}`),
    `**${t('Example')}**`,
    block(reference.example),
    documentationLink(reference.name, reference.link),
  );
}

export function documentationLink(subject: string, address: string): string {
  return link(t("{0} in Docker's documentation", subject), address);
}
