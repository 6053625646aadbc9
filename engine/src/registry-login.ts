import { dockerCredentials } from '../../server/src/registry/credentials';
import { referenceOf } from '../../server/src/registry/reference';
import type { Engine } from './connect';

/** The login for one registry, as the engine takes it (`X-Registry-Auth`). */
export interface RegistryLogin {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress: string;
}

/** The login that the docker command would use for an image; undefined where there is none. */
export async function loginFor(engine: Engine, reference: string): Promise<RegistryLogin | undefined> {
  const image = referenceOf(reference);
  if (!image) return undefined;
  const credential = await dockerCredentials({ env: engine.command.env }).find(image.domain, image.path);
  const serveraddress = image.domain === 'docker.io' ? 'https://index.docker.io/v1/' : image.domain;
  switch (credential?.kind) {
    case 'basic':
      return { username: credential.username, password: credential.password, serveraddress };
    case 'identity':
      return { identitytoken: credential.token, serveraddress };
    case 'bearer':
      return { registrytoken: credential.token, serveraddress };
    case undefined:
      return undefined;
  }
}

/** The logins for the registries of these images and of no other, by server address (`X-Registry-Config`). */
export async function loginsFor(
  engine: Engine,
  references: readonly string[],
): Promise<Record<string, RegistryLogin>> {
  const logins = await Promise.all(references.map((reference) => loginFor(engine, reference)));
  return Object.fromEntries(logins.flatMap((login) => (login ? [[login.serveraddress, login]] : [])));
}
