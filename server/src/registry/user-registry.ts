import { registryCertificates } from './certificates';
import { dockerCredentials } from './credentials';
import { httpsTransport } from './https-transport';
import { registry } from './registry';
import type { Registry } from './registry';
import type { HttpTransport } from './transport';

export interface UserRegistryOptions {
  /** Asked before every request. */
  readonly isTrusted: () => boolean;
  /** The user's own settings, never those of a repository; asked before every request. */
  readonly settings: () => RegistrySettings;
  /** Where tag lists are kept between sessions; without it in memory only. */
  readonly cacheFolder?: string;
  /** The editor's way to the network; without it the environment's proxy and the machine's certificates are used. */
  readonly transport?: HttpTransport;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RegistrySettings {
  /** Registries that may be asked although they are not public; `host` or `host:port`. */
  readonly trustedHosts: readonly string[];
  /** Where the logins of docker and Podman may be used. */
  readonly useCredentials: 'never' | 'trustedHosts' | 'always';
  /** Also without TLS, to registries of this machine. */
  readonly credentialsOverHttp: boolean;
}

/** Registries as the user of this machine may ask them: with the logins, authorities and proxy of docker and Podman. */
export function userRegistry(options: UserRegistryOptions): Registry {
  const { isTrusted, settings, cacheFolder, env = process.env } = options;
  const credentials = dockerCredentials({ env });
  return registry({
    transport:
      options.transport ?? httpsTransport({ env, certificates: (host) => registryCertificates(host, env) }),
    policy: {
      isTrusted,
      trustedHosts: () => settings().trustedHosts,
      configuredHosts: credentials.hosts,
      credential: async (domain, path) =>
        mayLogIn(settings(), domain) ? credentials.find(domain, path) : undefined,
      credentialsOverHttp: () => settings().credentialsOverHttp,
    },
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
}

function mayLogIn({ useCredentials, trustedHosts }: RegistrySettings, domain: string): boolean {
  return (
    useCredentials === 'always' ||
    (useCredentials === 'trustedHosts' &&
      trustedHosts.some((host) => host.toLowerCase() === domain.toLowerCase()))
  );
}
