import type { LayerPrediction, LayerReason } from '../protocol';
import { t } from '../text';
import { lineOf } from './breaks';
import { difference, isComplete } from './cache-marks';
import { changeOf, aligned } from './changes';
import type { Fingerprint } from './fingerprint';
import type { Step } from './plan';
import type { BuildRecord, RecordedStep } from './record';

export interface Verdict {
  readonly prediction: LayerPrediction;
  readonly reason: LayerReason | undefined;
  /** The same step in the last build. */
  readonly last: RecordedStep | undefined;
}

export interface PredictionOptions {
  readonly noCache?: boolean;
  /** Marks of the engine's build-cache records now; undefined where they cannot be listed. */
  readonly cache?: readonly string[] | undefined;
}

/**
 * What the next build will do with each step. `hit` and `rebuild` are promises for what was seen; whatever cannot be
 * known (a registry, a URL, a cache that was pruned since) is `unknown` and says why.
 */
export function predict(
  fingerprints: ReadonlyMap<Step, Fingerprint>,
  record: BuildRecord,
  { noCache = false, cache }: PredictionOptions,
): Map<Step, Verdict> {
  const keys = new Set(record.keys);
  const ownKeys = new Set(record.steps.map(({ ownKey }) => ownKey));
  const doubt = cacheDoubt(record.cache, cache);
  const elsewhere = record.cache && cache ? new Set(difference(cache, record.cache)) : undefined;
  const partners = aligned([...fingerprints.values()], record.steps);
  const verdicts = new Map<Step, Verdict>();

  /** A result that was never seen here, unless somebody else has made it since the last build. */
  const unseen = ({ marks }: Fingerprint, reason: LayerReason): Pick<Verdict, 'prediction' | 'reason'> =>
    elsewhere && !marks.some((mark) => elsewhere.has(mark))
      ? rebuild(reason)
      : unknown(
          'maybe-changed',
          t('{0} But the like of it was built elsewhere since, and the cache may hold that.', reason.message),
        );

  const judge = (fingerprint: Fingerprint): Pick<Verdict, 'prediction' | 'reason'> => {
    const { step, key, ownKey, parent, copiesFrom, image } = fingerprint;
    const above = parent && verdicts.get(parent.step);
    if (step.kind === 'from' && image === undefined) {
      return unknown(
        'network-source',
        t('{0} is not on this machine, so its registry is asked at build time.', step.image ?? ''),
      );
    }
    if (noCache && (step.kind === 'run' || step.kind === 'copy')) {
      return rebuild({ kind: 'no-cache', message: t('The cache is switched off for this build.') });
    }
    if (above?.prediction === 'rebuild' && parent) {
      // On a base that is another one somebody may have built already; on a result that is made anew nobody has.
      const reason = after(parent, above);
      return parent.step.kind === 'from' ? unseen(fingerprint, reason) : rebuild(reason);
    }
    if (step.network !== undefined) {
      return unknown('network-source', t('{0} is asked at build time.', step.network));
    }
    const uncertain = above && above.prediction !== 'hit' ? parent : undefined;
    if (keys.has(key)) {
      if (uncertain) return depends(uncertain);
      return doubt === undefined ? { prediction: 'hit', reason: undefined } : unknown('pruned', doubt);
    }
    const source = copiesFrom.find((one) => verdicts.get(one.step)?.prediction !== 'hit');
    const change = changeOf(fingerprint, partners.get(fingerprint));
    if (source && (ownKeys.has(ownKey) || (uncertain && !change))) return depends(source);
    if (uncertain && !change) return depends(uncertain);
    return unseen(
      fingerprint,
      change ?? { kind: 'never-built', message: t('It was not built with these inputs before.') },
    );
  };

  for (const [step, fingerprint] of fingerprints) {
    verdicts.set(step, { ...judge(fingerprint), last: partners.get(fingerprint) });
  }
  return verdicts;
}

function rebuild(reason: LayerReason): Pick<Verdict, 'prediction' | 'reason'> {
  return { prediction: 'rebuild', reason };
}

function unknown(kind: LayerReason['kind'], message: string): Pick<Verdict, 'prediction' | 'reason'> {
  return { prediction: 'unknown', reason: { kind, message } };
}

function depends({ step }: Fingerprint): Pick<Verdict, 'prediction' | 'reason'> {
  const line = lineOf(step.instruction);
  return {
    prediction: 'depends',
    reason: {
      kind: 'copied-stage-rebuilt',
      message: t('It is reused if line {0} comes out the same.', line),
      because: line,
    },
  };
}

/** A rebuilt step names the line that broke the cache first. */
function after(parent: Fingerprint, { reason }: Verdict): LayerReason {
  const line = reason?.because ?? lineOf(parent.step.instruction);
  return { kind: 'parent-rebuilt', message: t('Line {0} is rebuilt first.', line), because: line };
}

/** Why a known key is no promise; undefined when all that the cache held after the last build is still there. */
function cacheDoubt(
  before: readonly string[] | undefined,
  now: readonly string[] | undefined,
): string | undefined {
  if (!before || !now || before.length === 0) {
    return t('It was built before, but whether the builder still has it cannot be seen from here.');
  }
  return isComplete(before, now)
    ? undefined
    : t('It was built before, but a part of the build cache was removed since.');
}
