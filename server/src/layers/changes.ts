import type { LayerReason } from '../protocol';
import { t } from '../text';
import { lineOf } from './breaks';
import type { ContentRow } from './content';
import type { Fingerprint } from './fingerprint';
import type { RecordedStep } from './record';

/** So many paths are named; people look at the first ones. */
const mostFiles = 20;

/**
 * The step of the last build that each step corresponds to: an equal one, else the nearest of its kind in its stage
 * that corresponds to no other. By line alone it would be wrong as soon as a line is added.
 */
export function aligned(
  fingerprints: readonly Fingerprint[],
  recorded: readonly RecordedStep[],
): Map<Fingerprint, RecordedStep> {
  const partners = new Map<Fingerprint, RecordedStep>();
  const free = new Set(recorded);
  const equal = new Map<string, RecordedStep[]>();
  for (const step of recorded) {
    const name = digest(step.kind, step);
    equal.set(name, [...(equal.get(name) ?? []), step]);
  }
  const take = (fingerprint: Fingerprint, step: RecordedStep | undefined) => {
    if (!step) return;
    free.delete(step);
    partners.set(fingerprint, step);
  };
  for (const fingerprint of fingerprints) {
    take(
      fingerprint,
      equal.get(digest(fingerprint.step.kind, fingerprint))?.find((step) => free.has(step)),
    );
  }
  for (const fingerprint of fingerprints) {
    if (partners.has(fingerprint)) continue;
    const line = lineOf(fingerprint.step.instruction);
    let best: RecordedStep | undefined;
    for (const step of free) {
      if (step.kind !== fingerprint.step.kind || step.stage !== fingerprint.step.stage) continue;
      if (!best || Math.abs(step.line - line) < Math.abs(best.line - line)) best = step;
    }
    take(fingerprint, best);
  }
  return partners;
}

type Inputs = Pick<RecordedStep, 'inputs' | 'environment' | 'rows'>;

function digest(kind: string, { inputs, environment, rows }: Inputs): string {
  return JSON.stringify([kind, Object.entries(inputs).sort(), environment, rows]);
}

/** What of a step's own inputs is otherwise than in the last build; undefined when nothing is. */
export function changeOf(now: Fingerprint, before: RecordedStep | undefined): LayerReason | undefined {
  if (!before) return { kind: 'never-built', message: t('The last build had no such instruction.') };
  return textChange(now, before) ?? environmentChange(now, before) ?? fileChange(now.rows, before.rows);
}

function textChange({ step, inputs }: Fingerprint, before: RecordedStep): LayerReason | undefined {
  const names = [...new Set([...Object.keys(before.inputs), ...Object.keys(inputs)])];
  const changed = names.find((name) => inputs[name] !== before.inputs[name]);
  if (changed === undefined) return undefined;
  if (step.kind === 'from') {
    return {
      kind: 'base-changed',
      message: t('{0} is another image than in the last build.', step.image ?? ''),
    };
  }
  return {
    kind: 'instruction-changed',
    message: changed === 'command' ? t('The command changed.') : t('The instruction changed: {0}.', changed),
  };
}

function environmentChange(now: Fingerprint, before: RecordedStep): LayerReason | undefined {
  const old = new Map(before.environment);
  const current = new Map(now.environment);
  const changed =
    [...current].find(([name, value]) => old.get(name) !== value)?.[0] ??
    [...old.keys()].find((name) => !current.has(name));
  if (changed === undefined) {
    const isReordered = now.environment.some(([name], index) => before.environment[index]?.[0] !== name);
    return isReordered
      ? { kind: 'environment-changed', message: t('ENV and ARG are in another order.') }
      : undefined;
  }
  const kind = now.step.arguments.has(changed) ? 'argument-changed' : 'environment-changed';
  const message = !old.has(changed)
    ? t('{0} was not set in the last build.', changed)
    : !current.has(changed)
      ? t('{0} is not set any more.', changed)
      : t('The value of {0} changed.', changed);
  return { kind, message, argument: changed };
}

function fileChange(now: readonly ContentRow[], before: readonly ContentRow[]): LayerReason | undefined {
  const old = new Map(before.map((row) => [row.path, row]));
  const current = new Map(now.map((row) => [row.path, row]));
  const isChanged = (row: ContentRow) => {
    const was = old.get(row.path);
    return (
      was !== undefined && (was.content !== row.content || was.kind !== row.kind || was.name !== row.name)
    );
  };
  const changes: readonly (readonly [
    LayerReason['kind'],
    readonly ContentRow[],
    (path: string) => string,
  ])[] = [
    ['file-changed', now.filter(isChanged), (path) => t('{0} changed.', path)],
    ['file-added', now.filter(({ path }) => !old.has(path)), (path) => t('{0} is new.', path)],
    ['file-removed', before.filter(({ path }) => !current.has(path)), (path) => t('{0} is gone.', path)],
    [
      'mode-changed',
      now.filter((row) => !isChanged(row) && old.has(row.path) && old.get(row.path)?.mode !== row.mode),
      (path) => t('The permissions of {0} changed.', path),
    ],
  ];
  for (const [kind, rows, sentence] of changes) {
    const [first, ...more] = rows;
    if (!first) continue;
    const message = sentence(first.path);
    return {
      kind,
      message: more.length > 0 ? t('{0} {1} more did too.', message, more.length) : message,
      files: rows.slice(0, mostFiles).map(({ path }) => path),
    };
  }
  return undefined;
}
