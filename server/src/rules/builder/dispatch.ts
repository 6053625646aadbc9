import type { Dockerfile, Instruction, Mapped, Span, Stage } from '../../dockerfile/tree';
import { flagWord } from '../../dockerfile/variable-uses';
import { expand, type Expansion, references } from '../../dockerfile/variables';
import type { Facts } from '../rule';
import type { Base, Globals } from './bases';
import type { Placed } from './conversion';
import { layer, type Layer, lookUp, namesIn } from './layer';
import { type MountField, mountFields } from './mount-fields';
import { nearest } from './nearest';
import { type LineRange, linesOf, type Moment } from './outcome';
import { joinPath } from './path';

/** A word whose variables the builder replaces. */
export interface Expanded extends Expansion {
  readonly word: Mapped;
  /** What neither ENV nor ARG has set, where it is used, and the variable that was perhaps meant. */
  readonly undefinedVariables: readonly { name: string; spans: readonly Span[]; near: string | undefined }[];
  readonly step: number;
}

/** An instruction of a stage at the moment when the builder executes it on paper. */
export interface Command extends Placed {
  readonly place: Placed;
  readonly base: Base;
  readonly lines: LineRange;
  /** In the builder's order; words are expanded in steps 1, 3, 5 …, what follows has steps from 1,000 on. */
  readonly expansions: readonly Expanded[];
  /** RUN: the fields of its mounts, each with its expanded value. */
  readonly mounts: readonly Mount[];
  /** The expanded text of a word of this instruction; the text itself where nothing is expanded. */
  valueOf(word: Mapped): string;
  readonly before: StateBefore;
  at(step: number): Moment;
}

export interface Mount {
  readonly fields: readonly (MountField & {
    readonly expanded: Expanded | undefined;
    readonly step: number;
  })[];
  readonly span: { readonly start: number; readonly end: number };
}

export interface StateBefore {
  /** Slash-separated and absolute; from the base image's, or `/` where that is not known. */
  readonly workdir: string;
  /** False while the working directory is the one of a base image whose configuration is not known. */
  readonly isWorkdirKnown: boolean;
  /** A WORKDIR of this file came before, in this stage or one that it builds on. */
  readonly hasWorkdir: boolean;
  /** The file or the base image sets a SHELL. */
  readonly hasShell: boolean;
}

/** What a stage hands on to a stage that builds on it. */
export interface State {
  readonly environment: Layer<string>;
  /** Every ARG of the stages so far, with or without value. */
  readonly buildArguments: Layer<true>;
  workdir: string;
  isWorkdirKnown: boolean;
  hasWorkdir: boolean;
  hasShell: boolean;
}

/** Read by the builder's SBOM scanner, never part of the environment. */
const notInEnvironment = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

function initialState(base: Base, states: ReadonlyMap<Stage, State>, facts: Facts): State {
  const parent = base.parent && states.get(base.parent.stage);
  if (parent !== undefined) {
    return {
      ...parent,
      environment: layer(parent.environment),
      buildArguments: layer(parent.buildArguments),
    };
  }
  const image = base.name?.value ?? '';
  const config = image === 'scratch' ? { env: [] } : facts.imageConfig?.(image);
  const environment = layer<string>();
  if (base.os !== 'windows')
    environment.own.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  for (const entry of config?.env ?? []) {
    const [name = '', ...value] = entry.split('=');
    environment.own.set(name, value.join('='));
  }
  const workdir = config !== undefined && 'workingDir' in config ? config.workingDir : undefined;
  const shell = config !== undefined && 'shell' in config ? config.shell : undefined;
  return {
    environment,
    buildArguments: layer<true>(),
    workdir: joinPath('/', workdir ?? ''),
    isWorkdirKnown: config !== undefined,
    hasWorkdir: false,
    hasShell: shell !== undefined && shell.length > 0,
  };
}

/** Runs through a stage; `first` is the number of commands that came before. */
export function dispatchStage(
  dockerfile: Dockerfile,
  facts: Facts,
  globals: Globals,
  base: Base,
  states: ReadonlyMap<Stage, State>,
  places: readonly Placed[],
  first: number,
): { state: State; dispatched: Command[] } {
  const state = initialState(base, states, facts);
  const dispatched = places.map((place, index): Command => {
    const { environment, buildArguments } = state;
    const variables = { get: (name: string) => lookUp(environment, name) };
    const before = {
      workdir: state.workdir,
      isWorkdirKnown: state.isWorkdirKnown,
      hasWorkdir: state.hasWorkdir,
      hasShell: state.hasShell,
    };
    const expansions: Expanded[] = [];
    const values = new Map<Mapped, string>();
    let step = 1;

    const record = (word: Mapped, expansion: Expansion, options = { quotes: true }): Expanded => {
      const undefinedVariables = expansion.unmatched
        .filter((name) => lookUp(buildArguments, name) === undefined && !notInEnvironment.has(name))
        .map((name) => ({
          name,
          spans: references(word, options.quotes ? dockerfile.escape : '\\', options).flatMap((reference) =>
            reference.name === name ? [reference.nameSpan] : [],
          ),
          near: nearest(name, namesIn(environment)),
        }));
      const expanded = { ...expansion, word, undefinedVariables, step };
      step += 2;
      expansions.push(expanded);
      values.set(word, expansion.value);
      return expanded;
    };
    const expandWord = (word: Mapped): Expanded => record(word, expand(word, dockerfile.escape, variables));

    const { instruction } = place;
    const mounts: Mount[] = [];
    switch (instruction.name) {
      case 'ENV': {
        // All is expanded before anything is set: `ENV a=1 b=$a` does not see its own `a`.
        const pairs = instruction.pairs.map(
          ({ key, value }) => [expandWord(key).value, value && expandWord(value).value] as const,
        );
        for (const [key, value] of pairs) environment.own.set(key, value ?? '');
        break;
      }
      case 'LABEL':
        for (const { key, value } of instruction.pairs) {
          expandWord(key);
          if (value !== undefined) expandWord(value);
        }
        break;
      case 'ARG':
        for (const { key, value } of instruction.pairs) {
          const name = key.text;
          const given = facts.buildArgs?.get(name);
          const inherited = value === undefined ? globals.values.get(name) : undefined;
          const result = given ?? inherited ?? (value && expandWord(value).value);
          if (result !== undefined && !notInEnvironment.has(name)) environment.own.set(name, result);
          buildArguments.own.set(name, true);
        }
        break;
      case 'ADD':
      case 'COPY': {
        for (const name of instruction.name === 'ADD' ? ['chown', 'chmod', 'checksum'] : ['chown', 'chmod']) {
          const flag = instruction.flags.findLast((each) => each.name === name);
          const word = flag && flagWord(flag);
          if (word !== undefined) expandWord(word);
        }
        for (const word of pathWords(instruction)) expandWord(word);
        for (const heredoc of instruction.heredocs) {
          if (!heredoc.expand) continue;
          const word = bodyWord(heredoc.body, heredoc.bodySpan, dockerfile.text);
          record(word, expand(word, '\\', variables, { quotes: false }), { quotes: false });
        }
        break;
      }
      case 'RUN':
        for (const flag of instruction.flags) {
          if (flag.name !== 'mount' || flag.value === undefined) continue;
          const fields = mountFields(flag).map((field) => {
            const at = step;
            const expanded =
              field.value !== undefined && field.key !== 'from' ? expandWord(field.value) : undefined;
            step = at + 2;
            return { ...field, expanded, step: at };
          });
          mounts.push({ fields, span: flag.valueSpan ?? flag.span });
          step += 2;
        }
        break;
      case 'WORKDIR':
      case 'USER':
      case 'STOPSIGNAL':
      case 'VOLUME':
        for (const word of instruction.words) expandWord(word);
        break;
      case 'EXPOSE':
        // BuildKit sorts the ports first, and keeps quiet about undefined variables in them.
        for (const word of instruction.words.toSorted((a, b) =>
          a.text < b.text ? -1 : a.text > b.text ? 1 : 0,
        )) {
          record(word, { ...expand(word, dockerfile.escape, variables), unmatched: [] });
        }
        break;
      default:
    }
    const command: Command = {
      ...place,
      place,
      base,
      lines: linesOf(place.from),
      expansions,
      mounts,
      valueOf: (word) => values.get(word) ?? word.text,
      before,
      at: (at) => ({ phase: 'dispatch', order: first + index, step: at }),
    };
    advance(state, instruction, command);
    return command;
  });
  return { state, dispatched };
}

/** Sources without heredocs, then the destination. */
export function pathWords({ words, heredocs, form }: Instruction): readonly Mapped[] {
  return form === 'exec'
    ? words
    : words.filter(({ span }) => !heredocs.some(({ operatorSpan }) => operatorSpan.start === span.start));
}

/** A heredoc's body as a word: where tabs were stripped, offsets are those of the line. */
function bodyWord(body: string, span: { start: number; end: number }, text: string): Mapped {
  const raw = text.slice(span.start, span.end);
  if (raw === body) return { text: body, span, at: (index) => span.start + index };
  const starts: { from: number; to: number }[] = [];
  let from = 0;
  let to = span.start;
  for (const line of raw.split('\n')) {
    const stripped = line.length - line.replace(/^\t+/, '').length;
    starts.push({ from, to: to + stripped });
    from += line.length - stripped + 1;
    to += line.length + 1;
  }
  return {
    text: body,
    span,
    at: (index) => {
      const line = starts.findLast((start) => start.from <= index);
      return line === undefined ? span.end : Math.min(line.to + index - line.from, span.end);
    },
  };
}

function advance(state: State, instruction: Instruction, command: Command): void {
  if (instruction.name === 'SHELL') state.hasShell = true;
  const [path] = instruction.words;
  if (instruction.name !== 'WORKDIR' || path === undefined) return;
  const value = command.valueOf(path);
  state.isWorkdirKnown = state.isWorkdirKnown || value.startsWith('/');
  state.workdir = joinPath(state.workdir, value);
  state.hasWorkdir = true;
}
