import type { Dockerfile } from '../dockerfile/tree';
import type { Edit, Finding } from '../rules/rule';

/** The edits of every safe fix, in order, of fixes that overlap only the first: what fix-all applies in one go. */
export function safeEdits(findings: readonly Finding[]): Edit[] {
  const taken: Edit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes?.find((candidate) => candidate.safe);
    if (fix && !fix.edits.some((edit) => taken.some((other) => collide(edit, other))))
      taken.push(...fix.edits);
  }
  return taken.sort((a, b) => a.span.start - b.span.start);
}

/** The text after `edits`, which must not overlap. */
export function applyEdits(dockerfile: Pick<Dockerfile, 'text'>, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start);
  let at = 0;
  let result = '';
  for (const { span, text } of ordered) {
    result += dockerfile.text.slice(at, span.start) + text;
    at = span.end;
  }
  return result + dockerfile.text.slice(at);
}

/** Two insertions at one place collide as well: their order would be a guess. */
function collide(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end);
}
