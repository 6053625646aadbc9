import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Connection } from 'vscode-languageserver/node';
import { readConfiguration, type Configuration } from '../configuration';
import { configurationFiles, overlay, type ConfigurationFile } from '../configuration-files';
import { lines } from '../dockerfile/lines';
import { pathOf } from './build-context';

export interface Configurations {
  /**
   * The settings in force for a document: the client's, asked once and kept until they change, under those of the files
   * that lie beside the document or above it. What is wrong in such a file is shown on it.
   */
  of(uri: string): Promise<Configuration>;
  /** They changed; `pushed` is what a client sends along that cannot be asked. */
  changed(pushed: unknown): void;
  /** Files changed: what was read from them is void. */
  filesChanged(): void;
}

export interface ConfigurationsOptions {
  /** `initializationOptions`. */
  readonly initial: unknown;
  /** The client answers `workspace/configuration`. */
  readonly askable: boolean;
  /** URIs of the workspace folders. */
  readonly folders: () => readonly string[];
}

export function configurations(
  connection: Connection,
  { initial, askable, folders }: ConfigurationsOptions,
): Configurations {
  let fallback = initial;
  const asked = new Map<string, Promise<unknown>>();
  const known = new Map<string, Promise<Configuration>>();
  const flawed = new Set<string>();

  const ask = async (uri: string): Promise<unknown> => {
    const answer: unknown = askable
      ? await connection.workspace
          .getConfiguration({ scopeUri: uri, section: 'strata' })
          .catch(() => undefined)
      : undefined;
    return answer ?? fallback;
  };
  const read = async (uri: string): Promise<Configuration> => {
    const answer = asked.get(uri) ?? ask(uri);
    asked.set(uri, answer);
    const raw = await answer;
    const path = pathOf(uri);
    const roots = folders().flatMap((folder) => pathOf(folder) ?? []);
    const files = path === undefined ? [] : configurationFiles(dirname(path), roots);
    for (const file of files) tell(file);
    return readConfiguration(overlay(raw, files));
  };
  const tell = ({ path, text, problems }: ConfigurationFile): void => {
    if (problems.length === 0 && !flawed.delete(path)) return;
    if (problems.length > 0) flawed.add(path);
    const places = lines(text);
    void connection.sendDiagnostics({
      uri: pathToFileURL(path).href,
      diagnostics: problems.map(({ span, message }) => ({
        range: { start: places.positionAt(span.start), end: places.positionAt(span.end) },
        severity: DiagnosticSeverity.Warning,
        source: 'strata',
        message,
      })),
    });
  };
  return {
    of: (uri) => {
      const configuration = known.get(uri) ?? read(uri);
      known.set(uri, configuration);
      return configuration;
    },
    changed: (pushed) => {
      asked.clear();
      known.clear();
      if (typeof pushed === 'object' && pushed !== null && Object.keys(pushed).length > 0) fallback = pushed;
    },
    filesChanged: () => known.clear(),
  };
}
