import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readConfiguration, type Configuration } from '../configuration';
import { configurationFiles, overlay, type ConfigurationFile } from '../configuration-files';
import { lines } from '../dockerfile/lines';
import type { Severity } from '../rules/rule';
import { t } from '../text';
import { UsageError } from './arguments';

export interface FileSettings {
  readonly configuration: Configuration;
  /** From which severity on the check fails; `none`: never. */
  readonly failureThreshold: Severity | 'none';
}

/**
 * Reads the settings of each file: those of `path` alone where it is given, else of the configuration files beside the
 * file or above it. What is wrong in such a file is told once, by `complain`. Throws a UsageError where `path` is no JSON.
 */
export function fileSettings(
  path: string | undefined,
  complain: (message: string) => void,
): (file: string) => FileSettings {
  if (path !== undefined) {
    const settings = { configuration: readConfigurationFile(path), failureThreshold: 'hint' as const };
    return () => settings;
  }
  const byFolder = new Map<string, FileSettings>();
  const told = new Set<string>();
  const tell = ({ path: where, text, problems }: ConfigurationFile): void => {
    if (told.has(where)) return;
    told.add(where);
    for (const { span, message } of problems) {
      complain(`${where}:${String(lines(text).lineAt(span.start) + 1)}: ${message}`);
    }
  };
  return (file) => {
    const folder = file === '-' ? process.cwd() : dirname(resolve(file));
    const known = byFolder.get(folder);
    if (known) return known;
    const files = configurationFiles(folder, []);
    files.forEach(tell);
    const settings: FileSettings = {
      configuration: readConfiguration(overlay({}, files)),
      failureThreshold: files.find((each) => each.failureThreshold)?.failureThreshold ?? 'hint',
    };
    byFolder.set(folder, settings);
    return settings;
  };
}

function readConfigurationFile(path: string): Configuration {
  const text = readText(path);
  try {
    return readConfiguration(JSON.parse(text));
  } catch (error) {
    throw new UsageError(t('{0} is not JSON: {1}', path, (error as Error).message));
  }
}

/** Throws a UsageError with the reason in one sentence. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT'
        ? t('{0}: there is no such file.', path)
        : t('{0} cannot be read: {1}', path, message),
    );
  }
}

const ranks: Readonly<Record<string, number>> = { error: 3, warning: 2, info: 1, hint: 0, style: 0, none: 4 };

/** Is a finding of this severity (ours or hadolint's) severe enough to fail the check? */
export function fails(severity: string, { failureThreshold }: FileSettings): boolean {
  return (ranks[severity] ?? 0) >= (ranks[failureThreshold] ?? 0);
}
