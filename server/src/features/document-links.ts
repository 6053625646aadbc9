import type { DocumentLink } from 'vscode-languageserver-types';
import { stageUses } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Span, Word } from '../dockerfile/tree';
import { parseReference } from '../registry/reference';
import { t } from '../text';
import { rangeOf } from './diagnostics';
import { imagePage } from './image-page';

/** What of the build context links may lead to. */
export interface LinkTargets {
  /** Address of a file or folder of the build context; undefined where there is no such path. */
  readonly contextUri?: (path: string) => string | undefined;
}

/** Images to their page on their own registry, URLs, and sources of COPY and ADD to the files themselves. */
export function documentLinks(dockerfile: Dockerfile, targets: LinkTargets = {}): DocumentLink[] {
  const links: DocumentLink[] = [];
  const add = (span: Span, target: string | undefined, tooltip?: string) => {
    if (target === undefined || span.start >= span.end) return;
    links.push({ range: rangeOf(dockerfile, span), target, ...(tooltip === undefined ? {} : { tooltip }) });
  };
  for (const { name, value, valueSpan } of dockerfile.directives) {
    if (name === 'syntax') add(valueSpan, imageLink(value), t('Open the page of this image'));
  }
  for (const instruction of dockerfile.instructions) {
    for (const { reference, stage } of stageUses(dockerfile, instruction)) {
      const { text, span } = reference;
      if (!stage && !/[$"'\\`]/.test(text) && !/^(scratch|context|\d+)$/.test(text)) {
        add(span, imageLink(text), t('Open the page of this image'));
      }
    }
    for (const word of sources(instruction)) {
      const isUrl = /^https?:\/\/[^\s$]+$/i.test(word.text);
      add(word.span, isUrl ? word.text : targets.contextUri?.(word.value));
    }
  }
  return links;
}

function imageLink(text: string): string | undefined {
  const reference = parseReference(text);
  return 'problem' in reference ? undefined : imagePage(reference);
}

/** What COPY and ADD take from the build context or the network. */
function sources(instruction: Instruction): readonly Word[] {
  const { name, words, flags } = instruction.trigger ?? instruction;
  if (name !== 'COPY' && name !== 'ADD') return [];
  if (flags.some((flag) => flag.name === 'from')) return [];
  return words.slice(0, -1).filter(({ text }) => !text.startsWith('<<') && !/[$*?[\\]/.test(text));
}
