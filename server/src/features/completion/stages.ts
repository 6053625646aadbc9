import { t } from '../../text';
import { shortened } from '../markdown';
import type { Cursor } from './cursor';
import type { Suggestion } from './item';

/** The stages above the one that the cursor is in, the nearest first; by number too where Docker allows it. */
export function stageSuggestions(
  { dockerfile, instruction }: Cursor,
  { indexes }: { indexes: boolean },
): Suggestion[] {
  const above = dockerfile.stages.filter(({ index }) => index < instruction.stage).reverse();
  const detail = (index: number, text: string): string =>
    t('stage {0}: {1}', index, shortened(`FROM ${text}`, 60));
  return [
    ...above.flatMap((stage): Suggestion[] =>
      stage.name === undefined
        ? []
        : [{ label: stage.name, kind: 'stage', detail: detail(stage.index, stage.from.rest.text), group: 0 }],
    ),
    ...(indexes
      ? above.map(({ index, from }): Suggestion => ({
          label: String(index),
          kind: 'stage',
          detail: detail(index, from.rest.text),
          group: 1,
        }))
      : []),
  ];
}
