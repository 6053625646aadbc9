import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const laterStage: Rule = {
  id: 'later-stage',
  aliases: ['DL3022'],
  severity: 'error',
  since: '0.1.0',
  why: 'COPY and mounts take files from stages that stand above. A stage further down is not built yet at that point, and FROM does not see it at all: it looks for an image of that name.',
  bad: [
    'FROM alpine\nCOPY --from=tools /a /b\nFROM alpine AS tools\n',
    'FROM alpine\nRUN --mount=from=tools,target=/t ls\nFROM alpine AS tools\n',
    'FROM base AS app\nFROM alpine AS base\n',
  ],
  good: ['FROM alpine AS tools\nFROM alpine\nCOPY --from=tools /a /b\n'],
  check: (dockerfile, facts) => {
    const { commands, sources, bases } = conversion(dockerfile, facts);
    const byPlace = new Map(commands.map((command) => [command.place, command]));
    const fromSources = sources.flatMap((source, index) => {
      const { target, place, stage, kind, word } = source;
      if (target.kind !== 'stage' || target.stage.index <= stage.index) return [];
      const command = byPlace.get(place);
      if (command === undefined) return [];
      const own = dockerfile.stages.length === 1 ? '' : (stage.name ?? `stage-${stage.index}`);
      const earlier = sources.slice(0, index).filter((each) => each.place === place).length;
      const mountTarget = command.mounts
        .flatMap(({ fields }) => fields)
        .findLast(({ key }) => key === 'target' || key === 'dst' || key === 'destination')?.expanded?.value;
      return {
        span: place.locate(word.span),
        message: t(
          'Stage "{0}" stands further down and is not built yet, so the build stops here; move it above this stage.',
          word.text,
        ),
        related: [{ span: target.stage.from.span, message: t('the stage "{0}"', word.text) }],
        buildkit: {
          detail:
            kind === 'copy'
              ? `cannot copy from stage "${word.text}", it needs to be defined before current stage "${own}"`
              : `cannot mount from stage "${word.text}" to "${mountTarget ?? ''}", stage needs to be defined before current command`,
          lines: command.lines,
          at: command.at(kind === 'copy' ? 1000 : 1000 + earlier * 10),
        },
      };
    });
    const fromBases = bases.flatMap(({ stage, parent, name }) => {
      const later =
        parent === undefined
          ? dockerfile.stages.find((each) => each.index > stage.index && each.name === name?.value)
          : undefined;
      if (later === undefined || stage.image === undefined) return [];
      return {
        span: stage.image.span,
        severity: 'warning' as const,
        message: t(
          '"{0}" is an image here, because the stage of that name stands further down; move that stage up if it is meant.',
          stage.image.text,
        ),
        related: [{ span: later.from.span, message: t('the stage "{0}"', stage.image.text) }],
      };
    });
    return [...fromSources, ...fromBases];
  },
};
