import { environmentBefore } from '../dockerfile/environment';
import { remembered } from '../dockerfile/remembered';
import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import type { Facts, Fix, Rule } from './rule';
import { installation, type Installation } from './shell/package-managers';
import {
  hasFlag,
  operands,
  removes,
  runCommands,
  shippedStages,
  subcommand,
  type Run,
  type RunCommand,
} from './shell/run-commands';
import { commandAtEnd, spanFrom, wordBehind } from './shell/run-edits';

/** Where a package manager keeps what it downloaded, and what keeps it from doing so. */
interface Cache {
  readonly names: RegExp;
  readonly directories: readonly string[];
  readonly removed: RegExp;
  /** The flag that keeps nothing. */
  readonly flag?: string;
  /** Subcommands that delete. */
  readonly clean?: readonly string[];
  /** What to end with where there is no such flag. */
  readonly cleanWith?: (name: string) => string;
}

const caches: readonly Cache[] = [
  {
    names: /^apk$/,
    directories: ['/var/cache/apk', '/etc/apk/cache'],
    removed: /^\/var\/cache\/(?:apk|\*)/,
    flag: '--no-cache',
  },
  {
    names: /^(?:pip[\d.]*|python[\d.]*)$/,
    directories: ['/root/.cache/pip'],
    removed: /\.cache\/?(?:$|\*|pip)/,
    flag: '--no-cache-dir',
    clean: ['cache'],
  },
  {
    names: /^(?:yum|dnf|microdnf|tdnf)$/,
    directories: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/tdnf'],
    removed: /^\/var\/cache\/(?:yum|t?dnf|libdnf5|\*)/,
    clean: ['clean'],
    cleanWith: (name) => `${name} clean all`,
  },
  {
    names: /^zypper$/,
    directories: ['/var/cache/zypp'],
    removed: /^\/var\/cache\/(?:zypp|\*)/,
    clean: ['clean', 'cc'],
    cleanWith: () => 'zypper clean --all',
  },
];

const yarn: Cache = {
  names: /^yarn$/,
  directories: ['/usr/local/share/.cache/yarn'],
  removed: /\.cache\/?(?:$|\*|yarn)/,
  clean: ['cache'],
  cleanWith: () => 'yarn cache clean',
};

export const keptPackageCache: Rule = {
  id: 'kept-package-cache',
  aliases: ['DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042', 'DL3060'],
  severity: 'info',
  since: '0.1.0',
  why: 'What a package manager downloaded is of no use in the image. Only the RUN that downloads it can keep it out of its layer: with the flag or command for that, or with a cache mount, which also makes the next build faster.',
  bad: [
    'FROM alpine:3.20\nRUN apk add curl\n',
    'FROM python:3.13\nRUN pip install flask\n',
    'FROM fedora:42\nRUN dnf install -y curl\n',
    'FROM opensuse/leap:15\nRUN zypper -n install curl\n',
    'FROM node:22\nRUN yarn install\n',
  ],
  good: [
    'FROM alpine:3.20\nRUN apk --no-cache add curl && apk del curl\n',
    'FROM alpine:3.20\nRUN apk add curl && rm -rf /var/cache/apk/*\n',
    'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache apk add curl\n',
    'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n',
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache pip install flask\n',
    'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n',
    'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install\n',
    'FROM node:22 AS build\nRUN yarn install\nFROM node:22\nRUN yarn build\n',
  ],
  fixed: [
    'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
    'FROM python:3.13\nRUN pip install --no-cache-dir flask\n',
    'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n',
    'FROM opensuse/leap:15\nRUN zypper -n install curl && zypper clean --all\n',
    'FROM node:22\nRUN yarn install && yarn cache clean\n',
  ],
  check: (dockerfile, facts) => {
    const shipped = shippedStages(dockerfile, facts);
    return runCommands(dockerfile).flatMap((command) => {
      const cache = cacheOf(command);
      const verb = cache && (installation(command)?.verb ?? subcommand(command));
      if (cache === undefined || verb === undefined || !shipped.has(command.run.stage)) return [];
      if (isCleaned(dockerfile, facts, command, cache)) return [];
      const fix = fixOf(dockerfile, command, cache, verb);
      return {
        span: spanFrom(command.nameSpan, verb),
        message: t(
          'What {0} downloads stays in this layer; {1}, or mount a cache at {2}.',
          command.name.startsWith('python') ? 'pip' : command.name,
          cache.flag === undefined ? t('end with {0}', cleaning(command, cache)) : t('add {0}', cache.flag),
          cache.directories[0] ?? '',
        ),
        fixes: fix ? [fix] : [],
      };
    });
  },
};

function cacheOf(command: RunCommand): Cache | undefined {
  if (command.name === 'yarn') {
    const [verb] = operands(command.args);
    return verb?.text === 'install' && !hasFlag(command, '--help') ? yarn : undefined;
  }
  const found = installation(command);
  return found && installs(found) ? caches.find(({ names }) => names.test(command.name)) : undefined;
}

function installs({ verb, packages, manager }: Installation): boolean {
  if (!/^(?:install|in|add|groupinstall|localinstall)$/.test(verb.text)) return false;
  return packages.length > 0 || manager.names.includes('pip');
}

function isCleaned(dockerfile: Dockerfile, facts: Facts, command: RunCommand, cache: Cache): boolean {
  const { run } = command;
  if (cache.directories.some((directory) => run.keepsOut(directory))) return true;
  if (cache.flag !== undefined && hasFlag(command, cache.flag)) return true;
  if (cache.flag === '--no-cache-dir' && hasNoPipCache(dockerfile, facts, command)) return true;
  return (lastCleaning(run)(cache) ?? -1) > command.command.span.start;
}

/** Where the last command of a RUN begins that deletes what a package manager left. */
const lastCleaning = remembered((run: Run) =>
  remembered(
    ({ names, removed, clean = [] }: Cache) =>
      run.commands.findLast(
        (each) =>
          removes(each, removed) || (names.test(each.name) && clean.includes(subcommand(each)?.text ?? '')),
      )?.command.span.start,
  ),
);

/** Whether PIP_NO_CACHE_DIR holds for the command: by ENV, or before the command itself. */
function hasNoPipCache(dockerfile: Dockerfile, facts: Facts, { run, command, through }: RunCommand): boolean {
  const set = environmentBefore(dockerfile, run.instruction, environmentFacts(facts)).get(
    'PIP_NO_CACHE_DIR',
  )?.value;
  const text = dockerfile.text.slice(command.span.start, command.span.end);
  const own = command.assignments.find(({ name }) => name === 'PIP_NO_CACHE_DIR')?.value?.text;
  const viaEnv = through.length > 0 && /PIP_NO_CACHE_DIR=["']?[1toy]/i.test(text);
  return viaEnv || [set, own].some((value) => value !== undefined && !/^(?:|0|false|off|no)$/i.test(value));
}

/** One object for each, since environments are remembered by it. */
const environmentFacts = remembered((facts: Facts) => ({
  imageEnv: (reference: string) => facts.imageConfig?.(reference)?.env,
}));

function cleaning({ name }: RunCommand, { cleanWith }: Cache): string {
  return cleanWith?.(name) ?? '';
}

function fixOf(
  dockerfile: Dockerfile,
  command: RunCommand,
  cache: Cache,
  verb: Parameters<typeof wordBehind>[2],
): Fix | undefined {
  if (cache.flag !== undefined) {
    const edit = wordBehind(dockerfile, command, verb, cache.flag);
    return edit && { title: t('Add {0}', cache.flag), edits: [edit], safe: true };
  }
  const clean = [...command.through.map(({ text }) => text), cleaning(command, cache)].join(' ');
  const edit = commandAtEnd(dockerfile, command.run, clean);
  return edit && { title: t('End with {0}', clean), edits: [edit], safe: true };
}
