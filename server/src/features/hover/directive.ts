import type { Directive } from '../../dockerfile/tree';
import { directives, type DirectiveReference } from '../../reference/directives';
import { t } from '../../text';
import { block, bullets, code, paragraphs } from '../markdown';
import { documentationLink } from './instruction';
import type { Topic } from './topic';

export function directiveTopic(directive: Directive): Topic | undefined {
  const reference = directives.find((each) => each.name === directive.name);
  return reference && { span: directive.span, markdown: directiveHelp(reference) };
}

export function directiveHelp(reference: DirectiveReference): string {
  return paragraphs(
    `**${code(`# ${reference.name}=`)}** ${t(reference.summary)}`,
    ...reference.details.map((paragraph) => t(paragraph)),
    bullets(reference.values.map((value) => `${code(value.value)}: ${t(value.summary)}`)),
    block(reference.example),
    documentationLink(reference.name, reference.link),
  );
}
