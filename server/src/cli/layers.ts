import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from '../dockerfile/parse';
import { targetStage } from '../dockerfile/stages';
import type { Dockerfile } from '../dockerfile/tree';
import { engine } from '../engine';
import { computeLayers, type EngineLayers } from '../layers/compute-layers';
import type { BuiltImage } from '../layers/layers-view';
import type { LayerInstruction, LayersView } from '../protocol';
import { builtImage } from '../session/built-image';
import { connectEngine } from '../session/engine-connection';
import { t } from '../text';
import { buildArguments, oneOf, readArguments, UsageError } from './arguments';
import { defaultDockerfile } from './default-dockerfile';
import { readFiles } from './files';
import type { ExitCode, Output } from './output';

/** Prints what each instruction makes, what the next build will do with it, and how large it is where that is known. */
export async function layers(given: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = readArguments(given, {
    format: { type: 'string', default: 'text' },
    file: { type: 'string', short: 'f' },
    target: { type: 'string' },
    'build-arg': { type: 'string', multiple: true },
    platform: { type: 'string' },
    'no-engine': { type: 'boolean', default: false },
    'no-cache': { type: 'boolean', default: false },
  });
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const [context, ...more] = positionals;
  if (context === undefined || more.length > 0) {
    throw new UsageError(t('name one build context, e.g. "strata layers .".'));
  }
  if (!statSync(context, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(t('{0}: there is no such folder to use as the build context.', context));
  }
  const path = values.file ?? defaultDockerfile(context);
  const [file] = readFiles([path]);
  if (!file || file.problem !== undefined) throw new UsageError(file?.problem ?? path);
  const dockerfile = parse(file.text);
  if (!targetStage(dockerfile, values.target) && values.target !== undefined) {
    throw new UsageError(t('{0} has no stage "{1}".', path, values.target));
  }
  const args = Object.fromEntries(buildArguments(values['build-arg']));
  const known = values['no-engine']
    ? undefined
    : await engineKnowledge(dockerfile, values.target, args, output);
  const view = computeLayers({
    text: file.text,
    dockerfile: path === '-' ? path : resolve(path),
    context: resolve(context),
    target: values.target,
    platform: values.platform,
    buildArgs: args,
    noCache: values['no-cache'],
    engine: known?.engine,
    image: known?.image,
    now: Date.now(),
  });
  output.print(format === 'json' ? JSON.stringify(view, undefined, 2) : text(view, output.colour));
  return 0;
}

/** Without an engine the view is what the text tells, and one sentence says why. */
async function engineKnowledge(
  dockerfile: Dockerfile,
  target: string | undefined,
  args: Readonly<Record<string, string>>,
  output: Output,
): Promise<{ engine: EngineLayers; image: BuiltImage | undefined } | undefined> {
  try {
    const connection = await connectEngine('', false);
    const facts = await engine().layerFacts(connection, dockerfile.text, args);
    return { engine: facts, image: await builtImage(connection, dockerfile, target) };
  } catch (error) {
    output.complain(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function text({ instructions, totals, basis }: LayersView, colour: boolean): string {
  const width = String(instructions.at(-1)?.endLine ?? 0).length;
  const lines = instructions.map((instruction) => {
    const code = `${instruction.instruction} ${firstLine(instruction)}`;
    const verdict = [
      word(instruction),
      ...(instruction.size === undefined ? [] : [bytes(instruction.size)]),
    ].join(' · ');
    const dim = colour && !instruction.layer ? ['\u001b[90m', '\u001b[0m'] : ['', ''];
    return `${dim[0] ?? ''}${String(instruction.line).padStart(width)}  ${code.padEnd(60)}  ${verdict}${dim[1] ?? ''}`.trimEnd();
  });
  // Once something is foretold, the reasons stand on the lines themselves.
  const why = (basis.kind === 'record' ? [] : instructions).flatMap(({ line, breaks: cause }) =>
    cause === undefined ? [] : [`${String(line).padStart(width)}  ${cause}`],
  );
  const made = instructions.filter(({ layer }) => layer).length;
  const summary = [
    t('{0} layer(s)', made),
    ...(totals.size === undefined ? [] : [bytes(totals.size)]),
    ...(totals.hit + totals.rebuild + totals.depends > 0
      ? [
          t(
            'next build: {0} cached, {1} rebuilt, {2} depend, {3} unknown',
            totals.hit,
            totals.rebuild,
            totals.depends,
            totals.unknown,
          ),
        ]
      : []),
  ].join(' · ');
  return [
    ...lines,
    ...(why.length > 0 ? ['', t('What would break the cache:'), ...why] : []),
    '',
    summary,
    ...(basis.note === undefined ? [] : [basis.note]),
  ].join('\n');
}

function word({ prediction, reason, layer }: LayerInstruction): string {
  if (prediction === 'hit') return t('cached');
  if (prediction === 'not-built') return t('not needed');
  if (prediction === 'unknown' && reason?.kind === 'never-built') return layer ? t('layer') : '';
  if (prediction === 'rebuild') return t('rebuild: {0}', reason?.message ?? '');
  return prediction === undefined ? '' : (reason?.message ?? prediction);
}

function firstLine({ text: source, instruction }: LayerInstruction): string {
  const [line = ''] = source.slice(instruction.length).trim().split(/\r?\n/);
  const flat = line.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return flat.length > 54 ? `${flat.slice(0, 53)}…` : flat;
}

/** Decimal units, as `docker images` prints them. */
function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power] ?? ''}`;
}
