import type { FormatStyle } from './features/format';
import type { RegistrySettings } from './registry/user-registry';
import type { RuleOptions, Severity } from './rules/rule';
import { fits, readSetting, settings } from './settings';

/** The settings, read and checked; what does not fit its schema counts as not set. */
export interface Configuration {
  readonly validate: boolean;
  /** Rule id or alias → severity. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly preset: Preset;
  readonly options: RuleOptions;
  /** Glob of Dockerfiles relative to the workspace folder → build context, relative to it too. */
  readonly contexts: ReadonlyMap<string, string>;
  readonly codeLens: boolean;
  readonly format: Pick<FormatStyle, 'keywordCase' | 'keepRunBlanks'> & Partial<Pick<FormatStyle, 'indent'>>;
  /** Empty: as the docker command finds the engine. */
  readonly engineHost: string;
  /** Empty: `shellcheck` on PATH. */
  readonly shellcheckPath: string;
  readonly registry: RegistrySettings;
}

export type Preset = 'builder' | 'recommended' | 'all';

/** Reads settings as an editor or a configuration file gives them: nested or dotted keys, with or without `strata`. */
export function readConfiguration(raw: unknown): Configuration {
  const rules = object(raw, 'rules');
  return {
    validate: read(raw, 'validate') === true,
    // VS Code merges `strata.rules` and `strata.rules.preset` into one object.
    rules: new Map(Object.entries(rules).filter(isSeverity)),
    preset: presetOf(rules['preset']) ?? presetOf(read(raw, 'rules.preset')) ?? 'recommended',
    options: {
      keywordCase: keywordCase(read(raw, 'keywordCase')),
      trustedRegistries: strings(read(raw, 'trustedRegistries')),
      labelSchema: stringRecord(read(raw, 'labelSchema')),
      strictLabels: read(raw, 'strictLabels') === true,
    },
    contexts: new Map(Object.entries(stringRecord(read(raw, 'contexts')))),
    codeLens: read(raw, 'codeLens') === true,
    format: {
      keywordCase: formatCase(read(raw, 'format.keywordCase')),
      keepRunBlanks: read(raw, 'format.keepRunBlanks') === true,
      ...indentation(read(raw, 'format.indentation')),
    },
    engineHost: String(read(raw, 'engine.host')),
    shellcheckPath: String(read(raw, 'shellcheck.path')),
    registry: {
      trustedHosts: strings(read(raw, 'registry.trustedHosts')),
      useCredentials: credentialUse(read(raw, 'registry.useCredentials')),
      credentialsOverHttp: read(raw, 'registry.credentialsOverHttp') === true,
    },
  };
}

function read(raw: unknown, id: string): unknown {
  const setting = settings.find((known) => known.id === id);
  const value = readSetting(raw, id);
  return setting && value !== undefined && fits(value, setting.schema) ? value : setting?.default;
}

/** An object-valued setting whose wrong members are left out one by one instead of spoiling the whole. */
function object(raw: unknown, id: string): Record<string, unknown> {
  const value = readSetting(raw, id);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function isSeverity(entry: [string, unknown]): entry is [string, Severity | 'off'] {
  return typeof entry[1] === 'string' && ['error', 'warning', 'info', 'hint', 'off'].includes(entry[1]);
}

function presetOf(value: unknown): Preset | undefined {
  return value === 'builder' || value === 'recommended' || value === 'all' ? value : undefined;
}

function keywordCase(value: unknown): 'majority' | 'upper' | 'lower' {
  return value === 'upper' || value === 'lower' ? value : 'majority';
}

/** Nothing where the editor's own indentation is meant. */
function indentation(value: unknown): Partial<Pick<FormatStyle, 'indent'>> {
  return typeof value === 'number' && value >= 1 ? { indent: ' '.repeat(Math.min(16, value)) } : {};
}

function formatCase(value: unknown): FormatStyle['keywordCase'] {
  return value === 'lower' || value === 'keep' ? value : 'upper';
}

function credentialUse(value: unknown): RegistrySettings['useCredentials'] {
  return value === 'trustedHosts' || value === 'always' ? value : 'never';
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function stringRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
