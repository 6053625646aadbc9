import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '../text';
import { problemOf, RegistryProblem } from './problem';
import type { RegistryProblemKind } from './problem';

/** What is known of a question: a value, perhaps an old one, and why there is no newer one. */
export interface Answer<V> {
  readonly value: V | undefined;
  /** When the value was had, in milliseconds since 1970. */
  readonly at: number | undefined;
  readonly problem: RegistryProblem | undefined;
}

/** Answers to questions of one kind, remembered in memory and, where they may be, on disk. */
export interface Answers<V> {
  /** What is known without asking, however old it is within `staleMs`. */
  known(question: Question): V | undefined;
  /** Asks unless the answer is fresh; several who ask the same wait for one answer. Never throws. */
  get(
    question: Question,
    ask: (signal: AbortSignal) => Promise<Finding<V>>,
    signal?: AbortSignal,
  ): Promise<Answer<V>>;
}

export interface Question {
  readonly key: string;
  /** Where it is put: when this host is down, none of its questions are put for a while. */
  readonly host: string;
}

export interface Finding<V> {
  readonly value: V;
  /** It was got with a credential, so it stays in memory. */
  readonly isPrivate: boolean;
}

export interface AnswersOptions {
  /** Younger answers are not asked for again; milliseconds. */
  readonly freshMs: number;
  /** Older answers are forgotten; milliseconds. */
  readonly staleMs: number;
  /** Without it nothing is written. */
  readonly folder?: string | undefined;
  readonly hosts: HostStates;
  readonly now: () => number;
}

/** Hosts that are down or want to be left alone, shared by all questions. */
export type HostStates = Map<string, { readonly until: number; readonly problem: RegistryProblem }>;

const formatVersion = 1;
const mostInMemory = 200;
const minute = 60_000;

/** How long a question, or a host, is left alone after it failed; the workspace's trust is asked anew each time. */
const restMs: Readonly<Record<RegistryProblemKind, { readonly question?: number; readonly host?: number }>> =
  {
    'untrusted-workspace': {},
    'host-not-trusted': {},
    cancelled: {},
    'not-found': { question: 10 * minute },
    unauthorized: { question: 5 * minute },
    refused: { question: 5 * minute },
    'bad-answer': { question: minute },
    'rate-limited': { host: minute },
    offline: { host: minute },
    timeout: { host: minute },
    certificate: { host: minute },
  };
/** However long a registry wants to be left alone. */
const longestRest = 60 * minute;

interface Entry<V> {
  readonly value: V;
  readonly at: number;
}

interface Flight<V> {
  readonly outcome: Promise<Answer<V>>;
  readonly controller: AbortController;
  waiting: number;
}

export function answers<V>(options: AnswersOptions): Answers<V> {
  const { freshMs, staleMs, folder, hosts, now } = options;
  const entries = new Map<string, Entry<V>>();
  const failures = new Map<string, { readonly until: number; readonly problem: RegistryProblem }>();
  const flights = new Map<string, Flight<V>>();
  const sought = new Set<string>();
  if (folder !== undefined) {
    prune(folder, staleMs);
  }

  function entryOf({ key }: Question): Entry<V> | undefined {
    if (folder !== undefined && !entries.has(key) && !sought.has(key)) {
      sought.add(key);
      const stored = readEntry<V>(folder, key);
      if (stored) {
        entries.set(key, stored);
      }
    }
    const entry = entries.get(key);
    return entry && now() - entry.at < staleMs ? entry : undefined;
  }

  function remember({ key }: Question, { value, isPrivate }: Finding<V>): Entry<V> {
    const entry = { value, at: now() };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > mostInMemory && oldest !== undefined) {
      entries.delete(oldest);
      sought.delete(oldest);
    }
    failures.delete(key);
    if (folder !== undefined) {
      // What was public once may have become private: then the old list goes too.
      if (isPrivate) {
        remove(fileOf(folder, key));
      } else {
        writeEntry(folder, key, entry);
      }
    }
    return entry;
  }

  function fail(question: Question, problem: RegistryProblem): void {
    const rest = restMs[problem.kind];
    const wish = problem.retryAt === undefined ? 0 : problem.retryAt - now();
    if (rest.host !== undefined) {
      const until = now() + Math.min(Math.max(rest.host, wish), longestRest);
      hosts.set(question.host, { until, problem });
    }
    if (rest.question !== undefined) {
      failures.set(question.key, { until: now() + rest.question, problem });
    }
  }

  function resting({ key, host }: Question): RegistryProblem | undefined {
    return [failures.get(key), hosts.get(host)].find((state) => state !== undefined && state.until > now())
      ?.problem;
  }

  function answer(question: Question, problem?: RegistryProblem): Answer<V> {
    const entry = entryOf(question);
    return { value: entry?.value, at: entry?.at, problem };
  }

  function start(question: Question, ask: (signal: AbortSignal) => Promise<Finding<V>>): Flight<V> {
    const controller = new AbortController();
    const outcome = ask(controller.signal)
      .then(
        (finding): Answer<V> => ({ ...remember(question, finding), problem: undefined }),
        (error: unknown) => {
          const problem = problemOf(error, question.host);
          fail(question, problem);
          return answer(question, problem);
        },
      )
      .finally(() => forget(flight, question));
    const flight: Flight<V> = { outcome, controller, waiting: 0 };
    flights.set(question.key, flight);
    return flight;
  }

  return {
    known: (question) => entryOf(question)?.value,
    async get(question, ask, signal) {
      const entry = entryOf(question);
      if (entry && now() - entry.at < freshMs) {
        return { ...entry, problem: undefined };
      }
      const problem = resting(question);
      if (problem) {
        return answer(question, problem);
      }
      if (signal?.aborted) {
        return answer(question, cancelled(question));
      }
      return wait(flights.get(question.key) ?? start(question, ask), question, signal);
    },
  };

  /** Who cancels stops waiting; the question itself is given up only when nobody waits any more. */
  async function wait(
    flight: Flight<V>,
    question: Question,
    signal: AbortSignal | undefined,
  ): Promise<Answer<V>> {
    flight.waiting++;
    let stop = () => {};
    const left = new Promise<Answer<V>>((resolve) => {
      stop = () => resolve(answer(question, cancelled(question)));
      signal?.addEventListener('abort', stop, { once: true });
    });
    const result = await Promise.race([flight.outcome, left]);
    signal?.removeEventListener('abort', stop);
    flight.waiting--;
    if (flight.waiting === 0) {
      flight.controller.abort();
      // Who asks from now on must not wait for what was given up.
      forget(flight, question);
    }
    return result;
  }

  function forget(flight: Flight<V>, { key }: Question): void {
    if (flights.get(key) === flight) {
      flights.delete(key);
    }
  }
}

function cancelled({ host }: Question): RegistryProblem {
  return new RegistryProblem('cancelled', t('Asking {0} was cancelled.', host));
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
}

function readEntry<V>(folder: string, key: string): Entry<V> | undefined {
  try {
    const stored = JSON.parse(readFileSync(fileOf(folder, key), 'utf8')) as Partial<StoredEntry<V>> | null;
    return stored?.version === formatVersion &&
      stored.key === key &&
      typeof stored.at === 'number' &&
      stored.value !== undefined
      ? { value: stored.value, at: stored.at }
      : undefined;
  } catch {
    return undefined;
  }
}

interface StoredEntry<V> extends Entry<V> {
  readonly version: number;
  readonly key: string;
}

/** Replaced in one step, so that another process never reads half a file. A disk that cannot be written is no cache. */
function writeEntry<V>(folder: string, key: string, entry: Entry<V>): void {
  const file = fileOf(folder, key);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const stored: StoredEntry<V> = { version: formatVersion, key, ...entry };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify(stored), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    remove(draft);
  }
}

/** Deletes what is older than anybody would read, drafts of processes that died included. */
function prune(folder: string, staleMs: number): void {
  for (const name of namesIn(folder)) {
    const file = join(folder, name);
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > staleMs) {
      remove(file);
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is not ours to remove, or no file at all.
  }
}
