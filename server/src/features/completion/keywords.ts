import type { Dockerfile, Instruction, Span } from '../../dockerfile/tree';
import { instructions } from '../../reference/instructions';
import type { InstructionReference } from '../../reference/instruction';
import { t } from '../../text';
import { plainText } from '../markdown';
import type { Suggestion } from './item';

/** Instructions at the beginning of a line, each by its keyword and by its further forms. */
export function keywordSuggestions(dockerfile: Dockerfile, span: Span, onbuild: boolean): Suggestion[] {
  const { lines, text } = dockerfile;
  const typed = text.slice(span.start, span.end);
  const lowerCase = /[a-z]/.test(typed) ? typed === typed.toLowerCase() : writtenInLowerCase(dockerfile);
  // Where arguments follow already, only the keyword is replaced.
  const hasArguments = /\S/.test(text.slice(span.end, lines.endOf(lines.lineAt(span.end))));
  const hasFrom = dockerfile.instructions.some(
    ({ name, span: { start } }) => name === 'FROM' && start < span.start,
  );
  return instructions
    .filter(({ notTriggered }) => !onbuild || notTriggered === undefined)
    .flatMap((reference) => {
      const first = hasFrom || onbuild || reference.name === 'FROM' || reference.name === 'ARG';
      const group = reference.replacement !== undefined ? 9 : first ? 1 : 8;
      return suggestionsOf(reference, { group, hasArguments, lowerCase });
    });
}

function suggestionsOf(
  { name, summary, forms, replacement }: InstructionReference,
  { group, hasArguments, lowerCase }: { group: number; hasArguments: boolean; lowerCase: boolean },
): Suggestion[] {
  const inCase = (text: string): string =>
    lowerCase ? text.replace(/^[A-Z]+/, (keyword) => keyword.toLowerCase()) : text;
  const about = { kind: 'instruction' as const, name };
  const detail = plainText(t(summary));
  const keyword: Suggestion = {
    label: inCase(name),
    kind: 'keyword',
    detail,
    group,
    about,
    ...(hasArguments ? {} : { insert: `${inCase(name)} ` }),
    goesOn: !hasArguments && replacement === undefined,
    deprecated: replacement !== undefined,
  };
  if (hasArguments) return [keyword];
  return [
    keyword,
    ...forms.map((form): Suggestion => ({
      label: inCase(form.syntax),
      kind: 'snippet',
      detail: t(form.title),
      insert: inCase(form.snippet),
      snippet: true,
      group: group + 1,
      // The keyword leads to it, and so do the words of the form.
      filterText: `${inCase(name)} ${form.title}`,
      about,
    })),
  ];
}

function writtenInLowerCase({ instructions: written }: Dockerfile): boolean {
  const isLower = ({ keyword }: Instruction): boolean => keyword === keyword.toLowerCase();
  return written.length > 1 && written.filter(isLower).length > written.length / 2;
}
