import type { Dockerfile, Stage } from '../dockerfile/tree';
import { t } from '../text';
import { instructionCheck, type Check, type Hit } from './check';
import { aliasOf } from './stage-line';

/** A reference to an image, taken apart as hadolint does: nothing in it is expanded. */
interface Image {
  /** The first part where it looks like a host. */
  readonly registry: string | undefined;
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function imageOf(text: string): Image {
  const [whole = '', digest] = text.split('@');
  const slash = whole.lastIndexOf('/');
  const colon = whole.indexOf(':', slash + 1);
  // The `:` of `${x:-y}` begins no tag.
  const hasTag = colon >= 0 && !/\$\{[^}]*$/.test(whole.slice(0, colon));
  const path = hasTag ? whole.slice(0, colon) : whole;
  const [first = '', ...rest] = path.split('/');
  const registry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : undefined;
  return { registry, name: path, tag: hasTag ? whole.slice(colon + 1) : undefined, digest };
}

/** FROM and the order of stages. */
export const fromChecks: readonly Check[] = [
  stageCheck(
    'DL3006',
    'warning',
    ({ image }) =>
      t('"{0}" has no tag, so each build may get another image; name a version.', image?.text ?? ''),
    (stage, above) => {
      const { name, tag, digest } = imageOf(stage.image?.text ?? '');
      const isPinned = tag !== undefined || digest !== undefined;
      return !isPinned && name !== 'scratch' && !name.startsWith('$') && !above.has(name);
    },
  ),
  stageCheck(
    'DL3007',
    'warning',
    ({ image }) => t('"{0}" is another image after each release; name a version.', image?.text ?? ''),
    (stage) => {
      const { tag, digest } = imageOf(stage.image?.text ?? '');
      return tag === 'latest' && digest === undefined;
    },
  ),
  stageCheck(
    'DL3024',
    'error',
    (stage) => t('"{0}" already names a stage above; choose another name.', aliasOf(stage) ?? ''),
    (stage, above) => above.has(aliasOf(stage)),
  ),
  stageCheck(
    'DL3029',
    'warning',
    () =>
      t(
        'The platform is fixed, so the image cannot be built for another one; leave it to --platform of the build.',
      ),
    ({ from }) => {
      const platform = from.flags.find(({ name }) => name === 'platform')?.value;
      return platform !== undefined && !/(?:BUILD|TARGET)PLATFORM/.test(platform);
    },
  ),
  instructionCheck(
    'DL3043',
    'error',
    ({ trigger }) => t('ONBUILD cannot trigger {0}; remove it.', trigger?.name ?? ''),
    ({ trigger }) => ['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger?.name ?? ''),
  ),
  {
    code: 'DL3061',
    level: 'error',
    find: ({ instructions }) =>
      instructions
        .filter(({ name, stage }) => stage < 0 && name !== 'ARG')
        .map(({ name, firstLine }) => ({
          line: firstLine,
          message: t('{0} stands above the first FROM, where only ARG may; move it below.', name),
        })),
  },
  stageCheck(
    'DL3063',
    'warning',
    (stage) => t('"{0}" has a meaning of its own; choose another name for the stage.', aliasOf(stage) ?? ''),
    (stage) => ['scratch', 'context'].includes(aliasOf(stage) ?? ''),
  ),
  stageCheck(
    'DL3065',
    'warning',
    () => t('The target platform is the default; leave the flag out.'),
    ({ from }) =>
      ['$TARGETPLATFORM', '${TARGETPLATFORM}'].includes(
        from.flags.find(({ name }) => name === 'platform')?.value ?? '',
      ),
  ),
];

function stageCheck(
  code: string,
  level: Check['level'],
  message: (stage: Stage) => string,
  isFound: (stage: Stage, above: ReadonlySet<string | undefined>) => boolean,
): Check {
  return { code, level, find: (dockerfile) => stagesWhere(dockerfile, message, isFound) };
}

function stagesWhere(
  { stages }: Dockerfile,
  message: (stage: Stage) => string,
  isFound: (stage: Stage, above: ReadonlySet<string | undefined>) => boolean,
): Hit[] {
  const above = new Set<string>();
  return stages.flatMap((stage) => {
    const found = isFound(stage, above);
    const alias = aliasOf(stage);
    if (alias !== undefined) above.add(alias);
    return found ? [{ line: stage.from.firstLine, message: message(stage) }] : [];
  });
}
