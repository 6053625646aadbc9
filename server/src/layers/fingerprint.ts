import { createHmac } from 'node:crypto';
import { marksOf } from './cache-marks';
import { contentOf, type ContentRow } from './content';
import type { Ignore } from '../dockerfile/dockerignore';
import type { Plan, Step } from './plan';

/** What is known beside the Dockerfile when a build would start. */
export interface BuildInputs {
  /** Root of the build context. */
  readonly context: string;
  readonly ignore: Ignore | undefined;
  /** Identity of a local image: the digests of its layers. Undefined when the engine does not have it. */
  readonly layersOf: (image: string) => readonly string[] | undefined;
  /** The permissions of folders count, too. */
  readonly folderModes: boolean;
  /** This installation's secret: no value of an argument or a variable leaves it but as an HMAC under it. */
  readonly secret: Uint8Array;
}

/** A step with the cache key that stands for everything that it depends on. */
export interface Fingerprint {
  readonly step: Step;
  /** Equal keys: the builder uses the earlier result, as long as its cache holds it. */
  readonly key: string;
  /** The key without what other stages hand over by COPY --from and mounts. */
  readonly ownKey: string;
  /** HMACs of what is written in the file for this step, by name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly rows: readonly ContentRow[];
  /** The base image's layers, or undefined while the registry must be asked. */
  readonly image: readonly string[] | undefined;
  /** Marks that a record of its result could bear in the build cache. */
  readonly marks: readonly string[];
  /** Fingerprints of the stages that it copies from, as they end. */
  readonly copiesFrom: readonly Fingerprint[];
  readonly parent: Fingerprint | undefined;
}

/** The chain of keys for every step of a plan (layercache.md: H(parent's key, inputs, content of what it reads)). */
export function fingerprints(plan: Plan, inputs: BuildInputs): Map<Step, Fingerprint> {
  const mac = (value: string) => createHmac('sha256', inputs.secret).update(value).digest('hex').slice(0, 32);
  const known = new Map<Step, Fingerprint>();
  const ends = new Map<number, Fingerprint>();
  for (const step of plan.steps) {
    if (!plan.needed.has(step.stage)) continue;
    const { context, ignore, folderModes } = inputs;
    const rows = step.reads.flatMap(({ from, paths, exclude }) =>
      from.kind === 'context' ? contentOf({ paths, exclude, context, ignore, folderModes }) : [],
    );
    const copiesFrom = step.reads.flatMap(({ from }) =>
      from.kind === 'stage' ? (ends.get(from.stage) ?? []) : [],
    );
    const images = step.reads.flatMap(({ from }) => (from.kind === 'image' ? [from.image] : []));
    const parent = step.parent && known.get(step.parent);
    const image = step.image === undefined ? undefined : inputs.layersOf(step.image);
    const own: Record<string, string> = {};
    for (const [name, value] of step.inputs) {
      // A local image is known by its layers: another name for the same ones is the same base.
      own[name] = mac(name === 'image' && image ? image.join() : value);
    }
    for (const name of images) own[`image ${name}`] = mac(inputs.layersOf(name)?.join() ?? name);
    const environment = step.environment.map(([name, value]) => [name, mac(value)] as const);
    const content = rows.map(({ name, kind, mode, content: data }) => [name, kind, mode, data]);
    const ownKey = mac(
      JSON.stringify([parent?.key ?? '', step.kind, Object.entries(own).sort(), environment, content]),
    );
    const key =
      copiesFrom.length === 0 ? ownKey : mac(JSON.stringify([ownKey, copiesFrom.map((one) => one.key)]));
    const marks = marksOf(step, inputs.secret);
    const fingerprint = {
      step,
      marks,
      key,
      ownKey,
      inputs: own,
      environment,
      rows,
      image,
      copiesFrom,
      parent,
    };
    known.set(step, fingerprint);
    ends.set(step.stage, fingerprint);
  }
  return known;
}
