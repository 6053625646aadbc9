import type { Span } from '../dockerfile/tree';
import { references } from '../dockerfile/variables';
import { t } from '../text';
import type { Base } from './builder/bases';
import { conversion } from './builder/conversion';
import { imageNameProblem } from './builder/image-name';
import { linesOf } from './builder/outcome';
import type { Finding, Fix, Rule } from './rule';

export const invalidImageName: Rule = {
  id: 'invalid-image-name',
  aliases: ['InvalidDefaultArgInFrom', 'INVALID_REFERENCE_FORMAT', 'BASE_NAME_EMPTY', 'NO_SOURCE_IMAGE'],
  severity: 'error',
  since: '0.1.0',
  why: 'An image name is written in lower case, with one tag behind `:` or one digest behind `@` at most, and must not be empty. Where an argument without default is part of it, the file builds only with `--build-arg`.',
  bad: [
    'FROM Alpine\n',
    'FROM alpine:\n',
    'ARG TAG\nFROM alpine:$TAG\n',
    'FROM alpine AS build\nFROM scratch\nCOPY --from=Not/An@Image / /\n',
  ],
  good: [
    'FROM alpine\n',
    'ARG TAG=3\nFROM alpine:$TAG\n',
    'FROM localhost:5000/team/app:1.2\n',
    'FROM scratch\n',
  ],
  check: (dockerfile, facts) => {
    const { bases, sources, globals } = conversion(dockerfile, facts);
    const findings: Finding[] = [];
    for (const base of bases) {
      const { stage, name, defaultName, parent } = base;
      const { image, from } = stage;
      if (image === undefined || name === undefined) continue;
      const span = image.span;
      const shown = describe(base, name.value);
      const isRepairable = references(image, dockerfile).some((reference) =>
        globals.names.has(reference.name),
      );
      const common = {
        span,
        message: shown,
        severity: isRepairable ? ('warning' as const) : ('error' as const),
        fixes: fixesOf(base, bases),
      };
      const problem = imageNameProblem(name.value);
      if (name.error === undefined && name.value === '') {
        const detail = `base name (${image.text}) should not be blank`;
        findings.push({
          ...common,
          buildkit: { detail, lines: linesOf(from), at: { phase: 'bases', order: stage.index, step: 1 } },
        });
      } else if (
        name.error === undefined &&
        parent === undefined &&
        name.value !== 'scratch' &&
        problem !== undefined
      ) {
        const detail = `failed to parse stage name ${JSON.stringify(name.value)}: ${problem}`;
        findings.push({
          ...common,
          buildkit: { detail, lines: linesOf(from), at: { phase: 'images', order: stage.index, step: 0 } },
        });
      }
      // BuildKit gives up this check at the first name that it cannot expand.
      if (
        defaultName !== undefined &&
        bases.slice(0, stage.index + 1).every((each) => each.defaultName?.error === undefined)
      ) {
        if (imageNameProblem(defaultName.value) !== undefined) {
          findings.push({
            ...common,
            message: findings.at(-1)?.span === span ? shown : describe(base, defaultName.value),
            severity: isRepairable ? 'warning' : 'error',
            buildkit: {
              rule: 'InvalidDefaultArgInFrom',
              detail: `Default value for ARG ${image.text} results in empty or invalid base image name`,
              lines: linesOf(from),
              at: { phase: 'defaults', order: stage.index, step: 0 },
            },
          });
        }
      }
    }
    for (const [index, { kind, target, place, word }] of sources.entries()) {
      if (target.kind !== 'image' || target.name === 'scratch') continue;
      const problem = imageNameProblem(target.name);
      if (problem === undefined) continue;
      findings.push({
        span: place.locate(word.span),
        message: t(
          '"{0}" is neither a stage of this file nor a possible image name, so the build stops here.',
          target.name,
        ),
        buildkit: {
          detail: `failed to parse stage name ${JSON.stringify(target.name)}: ${problem}`,
          // BuildKit forgets where a mount stands.
          lines: kind === 'copy' ? linesOf(place.from) : undefined,
          at: { phase: 'images', order: bases.length + index, step: 0 },
        },
      });
    }
    return findings;
  },
};

function describe({ stage, name }: Base, value: string): string {
  const typed = stage.image?.text ?? '';
  if (value === '')
    return t(
      '"{0}" gives no image name at all, so the build stops here unless --build-arg sets it; give the argument a default.',
      typed,
    );
  const hasVariable = typed !== value && (name?.matched.length ?? 0) + (name?.unmatched.length ?? 0) > 0;
  if (hasVariable)
    return t(
      '"{0}" becomes "{1}", which is no image name, so the build stops here; give its arguments defaults.',
      typed,
      value,
    );
  if (value !== value.toLowerCase() && imageNameProblem(value.toLowerCase()) === undefined) {
    return t(
      '"{0}" is no image name because of its capital letters, so the build stops here; write "{1}".',
      typed,
      value.toLowerCase(),
    );
  }
  return t('"{0}" is no image name, so the build stops here; write name, name:tag or name@digest.', typed);
}

function fixesOf({ stage, name }: Base, bases: readonly Base[]): Fix[] {
  const span: Span | undefined = stage.image?.span;
  const value = name?.value ?? '';
  const lower = value.toLowerCase();
  if (
    span === undefined ||
    stage.image?.text !== value ||
    lower === value ||
    imageNameProblem(lower) !== undefined
  )
    return [];
  // FROM finds a stage by its lower-case name alone, so nothing else can have been meant.
  const isStage = bases.slice(0, stage.index).some((each) => each.stage.name === lower);
  return [{ title: t('Write {0}', lower), edits: [{ span, text: lower }], safe: isStage }];
}
