import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { lineReader } from './line-reader';
import type { PullEvent } from './images';
import type { Status, Vertex, VertexWarning } from './progress';
import { imageStep, stepFinder } from './steps';
import type { Step } from './steps';

export type BuildEvent =
  | StepEvent
  /** A line of output, with its colours and its line break; `line` is the instruction's, 1-based. */
  | { readonly kind: 'log'; readonly line: number | undefined; readonly text: string }
  /** Steps. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | PullEvent
  | ({ readonly kind: 'warning' } & VertexWarning)
  /** What was sent of the build context so far, or will be sent. */
  | { readonly kind: 'context'; readonly bytes: number };

export interface StepEvent {
  readonly kind: 'step';
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  readonly stage: number;
  readonly instruction: string;
  readonly status: StepStatus;
  readonly seconds?: number;
}

export type StepStatus = 'cached' | 'running' | 'done' | 'failed';

/** Follows a build and tells what happens in terms of the Dockerfile. */
export interface Tracker {
  readonly steps: readonly Step[];
  /** For BuildKit. */
  status(status: Status): void;
  /** For the classic builder. */
  set(step: Step, status: StepStatus, seconds?: number): void;
  log(step: Step | undefined, line: string): void;
  warn(warning: VertexWarning): void;
  /** A base image's state says nothing about the cache: it is `done`, never `cached`. */
  outcome(): StepEvent[];
  /** The first vertex that failed by itself; its step where it is the file's doing. */
  failure(): { readonly step: Step | undefined; readonly message: string } | undefined;
  /** The step whose state is `failed`. */
  failedStep(): Step | undefined;
  /** The last lines of a step's output. */
  logOf(step: Step): readonly string[];
}

const keptLines = 20;

export function tracker(
  dockerfile: Dockerfile,
  steps: readonly Step[],
  on: (event: BuildEvent) => void,
): Tracker {
  const find = stepFinder(dockerfile, steps);
  const vertices = new Map<
    string,
    { vertex: Vertex; steps: Step[]; output: ReturnType<typeof lineReader> }
  >();
  const events = new Map<Step, StepEvent>();
  const tails = new Map<Step, string[]>();
  const warned = new Set<string>();

  const set = (step: Step, wanted: StepStatus, seconds?: number) => {
    const status = wanted === 'cached' && step.instruction === 'FROM' ? 'done' : wanted;
    const before = events.get(step);
    if (before?.status === status && before.seconds === seconds) return;
    const { line, endLine, stage, instruction } = step;
    const event: StepEvent = {
      kind: 'step',
      ...{ line, endLine, stage, instruction, status },
      ...(seconds === undefined ? {} : { seconds }),
    };
    events.set(step, event);
    on(event);
    const ended = (one: StepEvent | undefined) => one !== undefined && one.status !== 'running';
    if (ended(before) !== ended(event)) {
      on({ kind: 'progress', done: [...events.values()].filter(ended).length, total: steps.length });
    }
  };

  const log = (step: Step | undefined, line: string) => {
    on({ kind: 'log', line: step?.line, text: `${line}\n` });
    if (!step) return;
    const tail = tails.get(step) ?? [];
    tails.set(step, [...tail.slice(1 - keptLines), line]);
  };

  const warn = (warning: VertexWarning) => {
    const key = JSON.stringify(warning);
    if (warned.has(key)) return;
    warned.add(key);
    on({ kind: 'warning', ...warning });
  };

  const update = (step: Step) => {
    const own = [...vertices.values()]
      .filter((known) => known.steps.includes(step))
      .map(({ vertex }) => vertex);
    const started = own.flatMap((vertex) => vertex.started ?? []);
    if (own.some(({ error }) => error !== undefined && !isCancellation(error))) {
      set(step, 'failed', secondsOf(own));
    } else if (started.length > 0 && own.every(({ completed, error }) => completed !== undefined && !error)) {
      // The source of an ADD is fetched without being cached, whatever becomes of the ADD.
      const deciding = own.some(({ inputs }) => inputs.length > 0)
        ? own.filter(({ inputs }) => inputs.length > 0)
        : own;
      const cached = deciding.every((vertex) => vertex.cached);
      set(step, cached ? 'cached' : 'done', cached ? undefined : secondsOf(own));
    } else if (started.length > 0) {
      set(step, 'running');
    }
  };

  return {
    steps,
    set,
    log,
    warn,
    status(status) {
      const touched = new Set<Step>();
      // Triggers of a base come before the stage's own steps in number, not in the message.
      const named = [...status.vertexes].sort((a, b) => Number(isTrigger(b)) - Number(isTrigger(a)));
      for (const vertex of named) {
        const known = vertices.get(vertex.digest);
        const own = known?.steps ?? find(vertex.name);
        const output = known?.output ?? lineReader((line) => log(own[0], line));
        vertices.set(vertex.digest, { vertex: merged(known?.vertex, vertex), steps: own, output });
        for (const step of own) touched.add(step);
        if (vertex.completed !== undefined) output.end();
      }
      for (const step of touched) update(step);
      for (const { vertex, text } of status.logs) vertices.get(vertex)?.output.write(text);
      for (const { vertex, id, name, current, total } of status.statuses) {
        const of = vertices.get(vertex)?.vertex.name ?? '';
        if (/ FROM |^FROM |docker-image:/.test(of) && total > 0) {
          on({ kind: 'pull', id, status: name || id, current, total });
        } else if (/^\[internal\] load build context/.test(of) && /^transferring/.test(id) && current > 0) {
          on({ kind: 'context', bytes: current });
        }
      }
      status.warnings.forEach(warn);
    },
    outcome: () => steps.flatMap((step) => events.get(step) ?? []),
    failure() {
      for (const { vertex, steps: own, output } of vertices.values()) {
        if (vertex.error === undefined || isCancellation(vertex.error)) continue;
        output.end();
        const step = own[0] ?? imageStep(steps, vertex.name);
        return { step, message: vertex.error };
      }
      return undefined;
    },
    failedStep: () => steps.find((step) => events.get(step)?.status === 'failed'),
    logOf: (step) => tails.get(step) ?? [],
  };
}

const isTrigger = ({ name }: Vertex): boolean => /^\[[^\]]*\] ONBUILD /.test(name);

const isCancellation = (error: string): boolean => /context canceled|^canceled/i.test(error);

/** A later message may leave out what an earlier one told. */
function merged(before: Vertex | undefined, now: Vertex): Vertex {
  return {
    ...now,
    inputs: now.inputs.length > 0 ? now.inputs : (before?.inputs ?? []),
    started: now.started ?? before?.started,
    completed: now.completed ?? (now.started === undefined ? before?.completed : undefined),
    error: now.error ?? before?.error,
  };
}

function secondsOf(own: readonly Vertex[]): number {
  const started = Math.min(...own.flatMap((vertex) => vertex.started ?? []));
  const completed = Math.max(...own.flatMap((vertex) => vertex.completed ?? []));
  return Number.isFinite(completed - started) ? Math.max(0, Math.round(completed - started)) / 1000 : 0;
}
