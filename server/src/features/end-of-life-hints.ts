import type { InlayHint } from 'vscode-languageserver-types';
import { expandedImage, stageByReference } from '../dockerfile/stages';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { isReference, parseReference } from '../registry/reference';
import { endOfLifeText } from '../registry/suggest';
import { t } from '../text';
import { buildFacts } from './build-facts';
import type { FeatureFacts } from './facts';
import { imageDay } from './image-sources';

/** Behind the image of a FROM whose software or distribution has reached its end of life: since when. */
export function endOfLifeHints(dockerfile: Dockerfile, within: Span, facts: FeatureFacts): InlayHint[] {
  const { images } = facts;
  if (!images) return [];
  const build = buildFacts(facts);
  return dockerfile.stages.flatMap(({ from, image: word }) => {
    if (!word || word.span.end < within.start || within.end < word.span.start) return [];
    if (stageByReference(dockerfile, word, { from: 'FROM', at: from, facts: build })) return [];
    const image = parseReference(expandedImage(dockerfile, word, build));
    if (!isReference(image)) return [];
    const ended = images
      .endOfLife(image.familiarName, image.tag, imageDay(facts))
      .flatMap((end) => (end.reached && end.date !== undefined ? [{ ...end, date: end.date }] : []))
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    const [first] = ended;
    if (!first) return [];
    return [
      {
        position: dockerfile.lines.positionAt(word.span.end),
        label: t('end of life since {0}', first.date),
        tooltip: ended.map(endOfLifeText).join('\n'),
        paddingLeft: true,
      },
    ];
  });
}
