import { stageChain } from '../../dockerfile/stages';
import { environmentVariables } from '../../reference/environment-variables';
import { instructions } from '../../reference/instructions';
import { labels } from '../../reference/labels';
import { ports } from '../../reference/ports';
import { predefinedArguments } from '../../reference/predefined-arguments';
import { signals } from '../../reference/signals';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import { plainText } from '../markdown';
import { usersMadeBy } from '../made-by-run';
import { stageConfig } from '../stage-config';
import { around, type Cursor } from './cursor';
import { imageSuggestions } from './images';
import type { Suggestion } from './item';
import { copyPaths, imageDirectories } from './paths';
import type { Suggestions } from './suggestions';

const shells: readonly (readonly string[])[] = [
  ['/bin/bash', '-o', 'pipefail', '-c'],
  ['/bin/sh', '-c'],
  ['/bin/ash', '-eo', 'pipefail', '-c'],
  ['powershell', '-Command', "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"],
  ['cmd', '/S', '/C'],
];

/** The arguments of an instruction behind its flags. */
export function wordSuggestions(cursor: Cursor): Suggestions {
  const { instruction, words, typed } = cursor;
  const word = (suggestions: readonly Suggestion[], stop?: RegExp): Suggestions => ({
    span: around(cursor, typed.length, stop),
    suggestions,
  });
  switch (instruction.name) {
    case 'FROM':
      return fromSuggestions(cursor, word);
    case 'COPY':
    case 'ADD':
      return inJson(cursor) ?? copyPaths(cursor, typed, /\s/);
    case 'WORKDIR':
      return imageDirectories(cursor, typed, /\s/);
    case 'VOLUME':
      return inJson(cursor) ?? joinedSuggestions(imageDirectories(cursor, typed, /\s/), jsonForms(cursor));
    case 'USER':
      return word(userSuggestions(cursor), /[\s:]/);
    case 'EXPOSE':
      return exposeSuggestions(cursor);
    case 'STOPSIGNAL':
      return word(signalSuggestions());
    case 'ARG':
      return word(argumentSuggestions(cursor), /[\s=]/);
    case 'ENV':
      return word(typed.includes('=') ? [] : environmentSuggestions(cursor), /[\s=]/);
    case 'LABEL':
      return typed.includes('=') ? word([]) : word(labelSuggestions(cursor), /[\s=]/);
    case 'HEALTHCHECK':
      return words.length === 0 ? word(healthcheckSuggestions(cursor)) : word([]);
    case 'SHELL':
      return words.length === 0 ? word(shellSuggestions()) : word([]);
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return word(words.length === 0 ? jsonForms(cursor) : []);
    default:
      return word([]);
  }
}

/** Users that the file has made, those of the base image as far as known, and root. */
export function userSuggestions(cursor: Cursor): Suggestion[] {
  const { dockerfile, instruction, facts } = cursor;
  const stage = dockerfile.stages[instruction.stage];
  const made = (stage ? stageChain(dockerfile, stage, buildFacts(facts)) : [])
    .flatMap((each) => each.instructions)
    .filter(({ name, span }) => name === 'RUN' && span.start < instruction.span.start)
    .flatMap((run) => usersMadeBy(dockerfile, run).map((name) => ({ name, line: run.firstLine + 1 })));
  const user = stage && stageConfig(dockerfile, stage, facts, instruction).user;
  const byLine = new Map(made.map(({ name, line }) => [name, t('made in line {0}', line)]));
  if (user !== undefined && user !== '' && !byLine.has(user)) byLine.set(user, t('the user so far'));
  if (stage?.image?.text.startsWith('node') && !byLine.has('node'))
    byLine.set('node', t('of the base image'));
  return [
    ...[...byLine].map(([label, detail]): Suggestion => ({ label, kind: 'user', detail, group: 0 })),
    ...(byLine.has('nobody')
      ? []
      : [{ label: 'nobody', kind: 'user' as const, detail: t('exists nearly everywhere'), group: 3 }]),
    { label: '10001:10001', kind: 'user', detail: t('by number: needs no entry in /etc/passwd'), group: 3 },
    ...(byLine.has('root')
      ? []
      : [{ label: 'root', kind: 'user' as const, detail: t('may do everything'), group: 4 }]),
  ];
}

function fromSuggestions(
  cursor: Cursor,
  word: (suggestions: readonly Suggestion[]) => Suggestions,
): Suggestions {
  const { words, typed, dockerfile } = cursor;
  if (words.length === 0) return imageSuggestions(cursor, typed, { indexes: false });
  if (words.length === 1) {
    return word([
      {
        label: 'AS',
        kind: 'keyword',
        detail: t('gives the stage a name'),
        insert: 'AS ${1:name}',
        snippet: true,
      },
    ]);
  }
  if (words.length > 2) return word([]);
  const taken = new Set(dockerfile.stages.map(({ name }) => name));
  return word(
    ['base', 'deps', 'build', 'test', 'runtime']
      .filter((name) => !taken.has(name))
      .map((label) => ({ label, kind: 'stage' })),
  );
}

/** Behind `[`: paths in quotes; undefined in words. */
function inJson(cursor: Cursor): Suggestions | undefined {
  const { before, instruction } = cursor;
  if (!/^\s*(--\S+\s+)*\[/.test(before)) return undefined;
  const open = /"([^"\\]*)$/.exec(before);
  const isInside = open && (before.slice(0, open.index).match(/"/g) ?? []).length % 2 === 0;
  if (!isInside) return { span: around(cursor, 0), suggestions: [] };
  const [, typed = ''] = open;
  return instruction.name === 'VOLUME'
    ? imageDirectories(cursor, typed, /["\n]/)
    : copyPaths(cursor, typed, /["\n]/);
}

/** The JSON form of the instruction, where nothing or its bracket has been typed. */
function jsonForms({ instruction, typed, words }: Cursor): Suggestion[] {
  if (words.length > 0 || !(typed === '' || typed === '[')) return [];
  const reference = instructions.find(({ name }) => name === instruction.name);
  return (reference?.forms ?? [])
    .filter(({ snippet }) => /^[A-Z]+ (\[|<<)/.test(snippet))
    .map(({ title, summary, snippet }) => ({
      label: snippet
        .replace(/^[A-Z]+ /, '')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1')
        .replace(/\n[^]*/, ' …'),
      kind: 'snippet',
      detail: `${t(title)}: ${t(summary)}`.replaceAll('`', ''),
      insert: snippet.replace(/^[A-Z]+ /, ''),
      snippet: true,
      filterText: snippet.charAt(snippet.indexOf(' ') + 1),
      group: 4,
      about: { kind: 'instruction', name: instruction.name },
    }));
}

function joinedSuggestions(one: Suggestions, more: readonly Suggestion[]): Suggestions {
  return { ...one, suggestions: [...one.suggestions, ...more] };
}

function exposeSuggestions(cursor: Cursor): Suggestions {
  const { typed, dockerfile, instruction, facts } = cursor;
  const slash = typed.indexOf('/');
  if (slash >= 0) {
    return {
      span: around(cursor, typed.length - slash - 1),
      suggestions: [
        { label: 'tcp', kind: 'value', detail: t('the default') },
        { label: 'udp', kind: 'value' },
        { label: 'sctp', kind: 'value' },
      ],
    };
  }
  const stage = dockerfile.stages[instruction.stage];
  const elsewhere = dockerfile.instructions
    .filter(({ name, index }) => name === 'EXPOSE' && index !== instruction.index)
    .flatMap(({ words, firstLine }) =>
      words.map(({ text }) => ({ text, detail: t('EXPOSE in line {0}', firstLine + 1) })),
    );
  const base = (stage?.image && facts.imageConfig?.(stage.image.text)?.exposedPorts) ?? [];
  const known = new Map([
    ...base.map((port) => [port.replace(/\/tcp$/, ''), t('exposed by the base image')] as const),
    ...elsewhere.map(({ text, detail }) => [text, detail] as const),
  ]);
  return {
    span: around(cursor, typed.length),
    suggestions: [
      ...[...known].map(([label, detail]): Suggestion => ({ label, kind: 'value', detail, group: 0 })),
      ...portVariables(cursor),
      ...ports.map(({ port, protocol, summary }): Suggestion => ({
        label: protocol === 'tcp' ? String(port) : `${port}/${protocol}`,
        kind: 'value',
        detail: t(summary),
        group: 3,
      })),
    ],
  };
}

/** `$PORT` and the like, where the stage has set one. */
function portVariables({ dockerfile, instruction }: Cursor): Suggestion[] {
  const stage = dockerfile.stages[instruction.stage];
  return (stage?.instructions ?? [])
    .filter(({ name, index }) => (name === 'ENV' || name === 'ARG') && index < instruction.index)
    .flatMap(({ pairs }) => pairs)
    .filter(({ key }) => /(^|_)PORT$/i.test(key.text))
    .map(({ key, value }) => ({
      label: `$${key.text}`,
      kind: 'variable',
      detail: value ? `= ${value.text}` : undefined,
      group: 1,
    }));
}

function signalSuggestions(): Suggestion[] {
  return signals.map(({ name, number, summary, usual }) => ({
    label: name,
    kind: 'value',
    detail: `${number}: ${t(summary)}`,
    group: usual ? 2 : 6,
  }));
}

/** In a stage: the arguments above the first FROM, and those that the builder sets. */
function argumentSuggestions({ dockerfile, instruction, typed }: Cursor): Suggestion[] {
  if (typed.includes('=')) return [];
  const inStage = instruction.stage >= 0;
  const globals = inStage
    ? dockerfile.instructions
        .filter(({ stage, name }) => stage < 0 && name === 'ARG')
        .flatMap(({ pairs }) => pairs)
    : [];
  return [
    ...globals.map(({ key, value }): Suggestion => ({
      label: key.text,
      kind: 'variable',
      detail: value ? t('from above the first FROM: {0}', value.text) : t('from above the first FROM'),
      group: 0,
    })),
    ...predefinedArguments
      .filter(({ kind }) => (kind === 'platform' ? inStage : kind === 'builder' && !inStage))
      .map(({ name, summary }): Suggestion => ({
        label: name,
        kind: 'variable',
        detail: t(summary),
        group: 3,
      })),
  ];
}

/** Variables that programs know, and the arguments of the stage, to hand their values on. */
function environmentSuggestions({ dockerfile, instruction }: Cursor): Suggestion[] {
  const stage = dockerfile.stages[instruction.stage];
  const before = (stage?.instructions ?? []).filter(({ index }) => index < instruction.index);
  const named = (keyword: string): string[] =>
    before.filter(({ name }) => name === keyword).flatMap(({ pairs }) => pairs.map(({ key }) => key.text));
  const set = new Set(named('ENV'));
  return [
    ...named('ARG')
      .filter((name) => !set.has(name))
      .map((name): Suggestion => ({
        label: `${name}=$${name}`,
        kind: 'variable',
        detail: t('hands the ARG on to the container'),
        group: 1,
      })),
    ...environmentVariables.map(({ name, value, summary }): Suggestion => ({
      label: name,
      kind: 'variable',
      detail: plainText(t(summary)),
      insert: `${name}=\${1:${value.replaceAll('$', '\\$')}}`,
      snippet: true,
      group: 2,
    })),
  ];
}

function labelSuggestions({ dockerfile, instruction }: Cursor): Suggestion[] {
  const isFollowed = /^[\w.-]*=/.test(dockerfile.text.slice(instruction.body.span.end));
  return labels.map(({ name, summary, example }) => ({
    label: name,
    kind: 'value',
    detail: t(summary),
    insert: isFollowed ? name : `${name}="\${1:${example.replaceAll('$', '\\$')}}"`,
    snippet: !isFollowed,
  }));
}

function healthcheckSuggestions({ flags }: Cursor): Suggestion[] {
  return [
    {
      label: 'CMD',
      kind: 'keyword',
      detail: t('the command that checks: 0 is healthy'),
      insert: 'CMD ${1:command} || exit 1',
      snippet: true,
      group: 1,
    },
    ...(flags.length > 0
      ? []
      : [
          {
            label: 'NONE',
            kind: 'keyword' as const,
            detail: t('no check, not even that of the base image'),
            group: 1,
          },
        ]),
  ];
}

function shellSuggestions(): Suggestion[] {
  return shells.map((words) => {
    const label = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
    return { label, kind: 'value' };
  });
}
