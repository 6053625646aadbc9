import { parse } from 'unbash';
import { collectCommands, type ShellContent } from './shell-commands';
import { shellPipelines, type ShellPipeline } from './shell-pipelines';
import type { Mapped } from './tree';

/** A text read as bash, whatever it was written for; offsets count from the beginning of the text. */
export function bashText(text: string): ShellContent & { readonly pipelines: readonly ShellPipeline[] } {
  const source: Mapped = { text, span: { start: 0, end: text.length }, at: (index) => index };
  const script = parse(text);
  return { ...collectCommands(script, source), pipelines: shellPipelines(script, source) };
}
