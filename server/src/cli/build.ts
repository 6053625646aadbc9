import { resolve } from 'node:path';
import type { BuildEvent, BuildRequest, BuildResult, BuildSecret } from '../../../engine/src';
import { engine } from '../engine';
import { connectEngine } from '../session/engine-connection';
import { t } from '../text';
import { buildArguments, oneOf, pairs, readArguments, UsageError } from './arguments';
import { defaultDockerfile } from './default-dockerfile';
import type { ExitCode, Output } from './output';

/** Builds as `docker build` does and tells what becomes of each instruction. */
export async function build(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    tag: { type: 'string', short: 't', multiple: true },
    file: { type: 'string', short: 'f' },
    target: { type: 'string' },
    'build-arg': { type: 'string', multiple: true },
    'no-cache': { type: 'boolean', default: false },
    pull: { type: 'boolean', default: false },
    platform: { type: 'string' },
    secret: { type: 'string', multiple: true },
    ssh: { type: 'string', multiple: true },
    label: { type: 'string', multiple: true },
    builder: { type: 'string' },
    network: { type: 'string' },
    progress: { type: 'string', default: 'auto' },
    format: { type: 'string', default: 'text' },
  });
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const progress = oneOf('--progress', values.progress, ['auto', 'plain', 'quiet'] as const);
  const [context, ...more] = positionals;
  if (context === undefined || more.length > 0) {
    throw new UsageError(t('name one build context, e.g. "strata build -t name .".'));
  }
  const request: BuildRequest = {
    dockerfile: resolve(values.file ?? defaultDockerfile(context)),
    context: resolve(context),
    tags: values.tag ?? [],
    target: values.target,
    buildArgs: Object.fromEntries(buildArguments(values['build-arg'])),
    platform: values.platform,
    noCache: values['no-cache'],
    pull: values.pull,
    labels: Object.fromEntries(pairs('--label', values.label)),
    secrets: (values.secret ?? []).map(secret),
    ssh: values.ssh ?? [],
    builder: values.builder,
    network: values.network,
  };
  const tell = format === 'json' ? jsonLines(output) : textLines(output, progress);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const connection = await connectEngine('', false);
    const result = await engine().build(connection, request, (event) => tell.event(event), stop.signal);
    tell.result(result);
    return result.error ? 1 : 0;
  } catch (error) {
    if (!(error instanceof engine().EngineError)) throw error;
    output.complain(error.message);
    return error.code === 'cancelled' || error.code === 'lost' ? 1 : 2;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** `--secret id=name,src=path` or `id=name,env=VARIABLE`, as docker reads it. */
function secret(text: string): BuildSecret {
  const fields = new Map(
    text.split(',').map((field): [string, string] => {
      const equals = field.indexOf('=');
      return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
    }),
  );
  const id = fields.get('id');
  if (!id)
    throw new UsageError(t('--secret takes id=NAME,src=FILE or id=NAME,env=VARIABLE, not "{0}".', text));
  return { id, source: fields.get('src') ?? fields.get('source'), env: fields.get('env') };
}

interface Teller {
  event(event: BuildEvent): void;
  result(result: BuildResult): void;
}

/** One event a line, the result last. */
function jsonLines(output: Output): Teller {
  const line = (value: object) => output.print(JSON.stringify(value));
  return {
    event: ({ kind, ...event }) => line({ event: kind === 'step' ? 'instruction' : kind, ...event }),
    result: ({ imageId, tags, seconds, cached, total, error }) =>
      line({
        event: 'result',
        ...(imageId === undefined ? {} : { image: imageId }),
        tags,
        seconds,
        cached,
        total,
        error,
      }),
  };
}

function textLines(output: Output, progress: 'auto' | 'plain' | 'quiet'): Teller {
  const words = { cached: t('cached'), done: t('done'), failed: t('failed') };
  return {
    event: (event) => {
      if (progress === 'quiet') return;
      if (event.kind === 'step' && event.status !== 'running') {
        const time =
          event.seconds === undefined || event.status === 'cached' ? '' : ` ${event.seconds.toFixed(1)} s`;
        output.print(
          `${String(event.line).padStart(4)}  ${event.instruction.padEnd(11)} ${words[event.status]}${time}`,
        );
      }
      if (event.kind === 'log' && progress === 'plain') output.print(`      ${event.text}`);
    },
    result: ({ imageId, tags, seconds, cached, total, error }) => {
      if (error) {
        for (const line of error.log) output.complain(line);
        output.complain(
          error.line === undefined ? error.message : t('line {0}: {1}', error.line, error.message),
        );
      } else if (progress === 'quiet') output.print(imageId ?? '');
      else {
        output.print(
          t(
            'Built {0} in {1} s, {2} of {3} from the cache.',
            tags[0] ?? imageId ?? '',
            seconds.toFixed(1),
            cached,
            total,
          ),
        );
      }
    },
  };
}
