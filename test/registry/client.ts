import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { afterEach } from 'node:test';
import type { AccessPolicy } from '../../server/src/registry/access';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { referenceOf } from '../../server/src/registry/reference';
import { registry } from '../../server/src/registry/registry';
import type { RegistryOptions } from '../../server/src/registry/registry';
import { temporaryFolder } from '../machine/program';
import { startServer } from './fake-server';
import type { Asked, FakeServer, Reply } from './fake-server';

const servers: FakeServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A server that ends with the test. */
export async function serve(answer: (asked: Asked, host: string) => Reply | 'never'): Promise<FakeServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

/** A server of somebody else, which must hear nothing. */
export const evil = () => serve(() => ({ body: '{"token":"evil","tags":["evil"]}' }));

/** A folder that goes with the test. */
export function newFolder(): string {
  const folder = temporaryFolder('registry-cache');
  folders.push(folder);
  return folder;
}

export function image(text: string) {
  const reference = referenceOf(text);
  assert.ok(reference, text);
  return reference;
}

/** A client that trusts `host` and is allowed what `policy` says. */
export function client(
  host: string,
  policy: Partial<AccessPolicy> = {},
  more: Partial<RegistryOptions> = {},
) {
  return registry({
    transport: httpsTransport(),
    policy: { isTrusted: () => true, trustedHosts: () => [host], ...policy },
    ...more,
  });
}

export const tagsOf = (answer: { value: readonly { tag: string }[] | undefined }) =>
  answer.value?.map(({ tag }) => tag);
export const json = (value: unknown, more: Reply = {}): Reply => ({ ...more, body: JSON.stringify(value) });
export const unauthorized = (challenge: string): Reply => ({
  status: 401,
  headers: { 'www-authenticate': challenge },
});
