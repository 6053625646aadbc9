import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { Span } from './dockerfile/tree';
import { rules } from './rules';
import type { Severity } from './rules/rule';
import { fits, readSetting, settings } from './settings';
import { t } from './text';

/** A `.strata.json` or `.hadolint.yaml`, read. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
  /** What it says, as settings; what is wrong with it is left out. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
  /** From which severity on a check fails; `none`: never. */
  readonly failureThreshold?: Severity | 'none';
}

export const configurationFileNames = ['.hadolint.yaml', '.hadolint.yml', '.strata.json'];

/** Bytes beyond which a file is no configuration. */
const mostBytes = 1 << 20;

const hadolintSeverities: Readonly<Record<string, Severity | 'none'>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
  ignore: 'none',
  none: 'none',
};

/**
 * The files that hold for what lies in `folder`: of each kind the nearest one, in that folder or one above it, up to
 * `roots` (workspace folders), else to the folder that holds `.git`. hadolint's comes first, so that ours wins.
 */
export function configurationFiles(folder: string, roots: readonly string[]): readonly ConfigurationFile[] {
  const found = new Map<'hadolint' | 'strata', ConfigurationFile>();
  const isInWorkspace = roots.some(
    (root) => folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep),
  );
  for (let at = folder; ; at = dirname(at)) {
    for (const name of configurationFileNames) {
      const kind = name === '.strata.json' ? 'strata' : 'hadolint';
      const path = join(at, name);
      if (found.has(kind) || !isFile(path)) continue;
      found.set(kind, kind === 'strata' ? readStrata(path) : readHadolint(path));
    }
    if (dirname(at) === at || (isInWorkspace ? roots.includes(at) : existsSync(join(at, '.git')))) break;
  }
  return (['hadolint', 'strata'] as const).flatMap((kind) => found.get(kind) ?? []);
}

/**
 * The settings of an editor with those of files over them: each file wins over what comes before it, objects member by
 * member. Only settings that may stand in a file of the repository are taken from one.
 */
export function overlay(base: unknown, files: readonly ConfigurationFile[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const { id, scope } of settings) {
    const raws = scope === 'resource' ? [base, ...files.map((file) => file.settings)] : [base];
    const values = raws.map((raw) => readSetting(raw, id)).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    merged[id] = values.every(isRecord) ? Object.assign({}, ...values) : values.at(-1);
  }
  // VS Code nests `strata.rules.preset` in `strata.rules`; it has been read by its own name.
  const chosen = merged['rules'];
  if (isRecord(chosen)) {
    merged['rules'] = Object.fromEntries(Object.entries(chosen).filter(([name]) => name !== 'preset'));
  }
  return merged;
}

function readStrata(path: string): ConfigurationFile {
  const text = readText(path);
  if (text === undefined) return unreadable(path);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return broken(path, text, t('This is not JSON, so nothing of it counts: {0}', (error as Error).message));
  }
  if (!isRecord(raw)) return broken(path, text, t('Settings are members of a JSON object; this is none.'));
  const problems: { span: Span; message: string }[] = [];
  const own: Record<string, unknown> = {};
  const known = new Set<string>();
  const refused: string[] = [];
  for (const { id, scope, schema } of settings) {
    const value = readSetting(raw, id);
    if (value === undefined) continue;
    known.add(id);
    if (scope !== 'resource') refused.push(id);
    else if (id === 'rules' && isRecord(value)) {
      const named = Object.entries(value).filter(([name]) => name !== 'preset');
      own[id] = Object.fromEntries(named);
      problems.push(
        ...unknownRules(
          text,
          named.map(([name]) => name),
        ),
      );
    } else if (fits(value, schema)) own[id] = value;
    else
      problems.push(
        problem(text, id, t('"{0}" has a value that this setting does not take; it is ignored.', id)),
      );
  }
  if (refused.length > 0) {
    problems.push(
      problem(
        text,
        refused[0] ?? '',
        t(
          '{0} cannot be set in a file of the repository, which could then start programs or open connections; set it in your own settings.',
          refused.map((id) => `"${id}"`).join(', '),
        ),
      ),
    );
  }
  const strange = keysOf(raw).filter(
    (key) => ![...known].some((id) => id === key || id.startsWith(`${key}.`) || key.startsWith(`${id}.`)),
  );
  for (const key of strange) problems.push(problem(text, key, t('There is no setting "{0}".', key)));
  return { path, text, settings: own, problems };
}

/** The names at the top, with or without `strata` before them. */
function keysOf(raw: Record<string, unknown>): string[] {
  return Object.entries(raw).flatMap(([key, value]) => {
    if (key === 'strata' && isRecord(value)) return keysOf(value);
    return key === '$schema' ? [] : [key.replace(/^strata\./, '')];
  });
}

function readHadolint(path: string): ConfigurationFile {
  const text = readText(path);
  if (text === undefined) return unreadable(path);
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    return broken(path, text, t('This is not YAML, so nothing of it counts: {0}', firstLine(error.message)));
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    return broken(
      path,
      text,
      t('This is not YAML, so nothing of it counts: {0}', firstLine((thrown as Error).message)),
    );
  }
  if (raw === null) return { path, text, settings: {}, problems: [] };
  if (!isRecord(raw))
    return broken(path, text, t('hadolint’s settings are a mapping of names to values; this is none.'));
  const chosen: Record<string, Severity | 'off'> = {};
  const override = isRecord(raw['override']) ? raw['override'] : {};
  for (const [level, names] of Object.entries(override)) {
    const severity = hadolintSeverities[level];
    if (severity === undefined || severity === 'none') continue;
    for (const name of strings(names)) chosen[name] = severity;
  }
  for (const name of strings(raw['ignored'])) chosen[name] = 'off';
  const labels = isRecord(raw['label-schema']) ? raw['label-schema'] : undefined;
  const threshold = raw['no-fail'] === true ? 'none' : hadolintSeverities[String(raw['failure-threshold'])];
  return {
    path,
    text,
    settings: {
      rules: chosen,
      ...(raw['trustedRegistries'] === undefined
        ? {}
        : { trustedRegistries: strings(raw['trustedRegistries']) }),
      ...(labels === undefined ? {} : { labelSchema: labels }),
      ...(typeof raw['strict-labels'] === 'boolean' ? { strictLabels: raw['strict-labels'] } : {}),
    },
    problems: unknownRules(text, Object.keys(chosen)),
    ...(threshold === undefined ? {} : { failureThreshold: threshold }),
  };
}

/** One finding for all names that no rule has. Codes of hadolint and ShellCheck may be newer than we are. */
function unknownRules(text: string, names: readonly string[]): { span: Span; message: string }[] {
  const known = new Set(rules.flatMap(({ id, aliases }) => [id, ...aliases]));
  const unknown = names.filter((name) => !known.has(name) && !/^(?:DL|SC)\d{4}$/.test(name));
  const [first] = unknown;
  if (first === undefined) return [];
  const quoted = unknown.map((name) => `"${name}"`).join(', ');
  return [problem(text, first, t('There is no rule {0}; the other settings count.', quoted))];
}

function problem(text: string, word: string, message: string): { span: Span; message: string } {
  // Nested settings are written as the last part of their id.
  const last = word.split('.').at(-1) ?? word;
  const candidates = [word, last].map((each) => ({ each, start: text.indexOf(each) }));
  const { each, start } = candidates.find((candidate) => candidate.start >= 0) ?? { each: '', start: 0 };
  return { span: { start, end: start + each.length }, message };
}

function broken(path: string, text: string, message: string): ConfigurationFile {
  const end = text.indexOf('\n');
  const span = { start: 0, end: end < 0 ? text.length : end };
  return { path, text, settings: {}, problems: [{ span, message }] };
}

function unreadable(path: string): ConfigurationFile {
  return broken(path, '', t('This file cannot be read, or is too large for settings.'));
}

function readText(path: string): string | undefined {
  try {
    return statSync(path).size > mostBytes ? undefined : readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:$/, '');
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
