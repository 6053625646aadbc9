import type { Stage } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import { linesOf } from './builder/outcome';
import type { Source } from './builder/sources';
import type { Rule } from './rule';

export const stageCycle: Rule = {
  id: 'stage-cycle',
  aliases: ['DL3023'],
  severity: 'error',
  since: '0.1.0',
  why: 'A stage must be finished before another can take files from it, so stages cannot copy or mount from themselves, or from each other in a circle.',
  bad: [
    'FROM alpine AS app\nCOPY --from=app /a /b\n',
    'FROM alpine\nCOPY --from=0 /a /b\n',
    'FROM alpine AS a\nRUN --mount=from=b,target=/b ls\nFROM alpine AS b\nCOPY --from=a / /\n',
  ],
  good: ['FROM alpine AS app\nFROM alpine\nCOPY --from=app /a /b\n'],
  check: (dockerfile, facts) => {
    const { sources } = conversion(dockerfile, facts);
    const circle = findCircle(
      dockerfile.stages,
      sources.filter(({ place }) => !place.isTrigger),
    );
    if (circle === undefined) return [];
    const { root, path, closing } = circle;
    const { word, stage } = closing;
    const isOwn = closing.target.kind === 'stage' && closing.target.stage === stage;
    return [
      {
        span: closing.place.locate(word.span),
        message: isOwn
          ? t(
              '"{0}" is the very stage that this instruction belongs to, so the build stops here; name another stage.',
              word.text,
            )
          : t(
              'Stages that need each other cannot be built, and "{0}" closes such a circle; take the files from another stage.',
              word.text,
            ),
        related: path
          .filter((source) => source !== closing)
          .map((source) => ({ span: source.word.span, message: t('part of the circle') })),
        buildkit: {
          detail: `circular dependency detected on stage: ${root.name ?? `stage-${root.index}`}`,
          lines: linesOf(closing.place.from),
          otherLines: path.map(({ place }) => linesOf(place.from)),
          at: { phase: 'cycles', order: 0, step: 0 },
        },
      },
    ];
  },
};

interface Circle {
  /** The stage from which BuildKit came upon the circle, and by whose name it reports it. */
  readonly root: Stage;
  readonly path: readonly Source[];
  readonly closing: Source;
}

/** Depth first in file order, as BuildKit does it (validateCircularDependency); a later reference to a stage replaces an earlier one. */
function findCircle(stages: readonly Stage[], sources: readonly Source[]): Circle | undefined {
  const needs = new Map<Stage, Map<Stage, Source>>();
  for (const source of sources) {
    if (source.target.kind !== 'stage') continue;
    const needed = needs.get(source.stage) ?? new Map<Stage, Source>();
    needs.set(source.stage, needed.set(source.target.stage, source));
  }
  const visited = new Set<Stage>();
  for (const root of stages) {
    if (visited.has(root)) continue;
    visited.add(root);
    const trail: { stage: Stage; via: Source | undefined; rest: Iterator<[Stage, Source]> }[] = [
      { stage: root, via: undefined, rest: edgesOf(root) },
    ];
    const onTrail = new Set([root]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        onTrail.delete(top.stage);
        trail.pop();
        continue;
      }
      const [stage, via] = next.value;
      if (onTrail.has(stage)) {
        return { root, path: [...trail.flatMap((step) => step.via ?? []), via], closing: via };
      }
      if (visited.has(stage)) continue;
      visited.add(stage);
      onTrail.add(stage);
      trail.push({ stage, via, rest: edgesOf(stage) });
    }
  }
  return undefined;

  function edgesOf(stage: Stage): Iterator<[Stage, Source]> {
    return (needs.get(stage) ?? new Map<Stage, Source>()).entries();
  }
}
