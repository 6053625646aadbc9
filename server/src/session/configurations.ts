import type { Connection } from 'vscode-languageserver/node';
import { readConfiguration, type Configuration } from '../configuration';

export interface Configurations {
  /** The settings in force for a document; asked of the client once and kept until they change. */
  of(uri: string): Promise<Configuration>;
  /** They changed; `pushed` is what a client sends along that cannot be asked. */
  changed(pushed: unknown): void;
}

/** `initial` is `initializationOptions`; `askable`: the client answers `workspace/configuration`. */
export function configurations(connection: Connection, initial: unknown, askable: boolean): Configurations {
  let fallback = initial;
  const known = new Map<string, Promise<Configuration>>();
  const ask = async (uri: string): Promise<Configuration> => {
    const answer: unknown = askable
      ? await connection.workspace
          .getConfiguration({ scopeUri: uri, section: 'strata' })
          .catch(() => undefined)
      : undefined;
    return readConfiguration(answer ?? fallback);
  };
  return {
    of: (uri) => {
      const configuration = known.get(uri) ?? ask(uri);
      known.set(uri, configuration);
      return configuration;
    },
    changed: (pushed) => {
      known.clear();
      if (typeof pushed === 'object' && pushed !== null && Object.keys(pushed).length > 0) fallback = pushed;
    },
  };
}
