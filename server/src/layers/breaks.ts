import type { Instruction } from '../dockerfile/tree';
import { t } from '../text';
import type { Step } from './plan';

/** What makes the builder execute a step again, for a person who has not built yet; one sentence. */
export function breaks(step: Step): string {
  const own = ownCause(step);
  return step.parent
    ? t('{0}, or when line {1} is rebuilt.', own, lineOf(step.parent.instruction))
    : t('{0}.', own);
}

/** 1-based, as people count. */
export function lineOf(instruction: Instruction): number {
  return instruction.firstLine + 1;
}

function ownCause({ kind, image, reads, network, inputs, environment }: Step): string {
  if (kind === 'from') return t('Rebuilt when {0} comes to mean another image', image ?? '');
  if (kind === 'workdir') return t('Rebuilt when its path changes');
  if (network !== undefined) return t('Asked at build time: {0} may have changed', network);
  const files = reads.map(({ from, paths }) => {
    if (from.kind === 'context') return t('{0} in the build context', paths.join(', '));
    return from.kind === 'stage'
      ? t('what stage {0} makes of {1}', from.stage, paths.join(', '))
      : t('{0} in the image {1}', paths.join(', '), from.image);
  });
  if (kind === 'copy') {
    return files.length > 0
      ? t('Rebuilt when this line or {0} changes', files.join(', '))
      : t('Rebuilt when this line or its text changes');
  }
  // PATH alone is always there.
  const variables = environment.map(([name]) => name).filter((name) => name !== 'PATH');
  const causes = [
    t('this command'),
    ...(variables.length > 0 ? [t('the value of {0}', several(variables))] : []),
    ...files,
    ...(inputs.get('user') ? [t('the user')] : []),
  ];
  return t('Rebuilt when {0} changes', causes.join(t(' or ')));
}

function several(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
}
