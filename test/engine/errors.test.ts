import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EngineError, engineError, type EngineErrorCode } from '../../engine/src/errors';

/** An answer of an engine, as docker-modem hands it on. */
const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  });

/** A failed connection, as Node hands it on. */
const failure = (code: string) => Object.assign(new Error(`connect ${code} /x.sock`), { code });

describe('what engines of all kinds say becomes one sentence with what to do', () => {
  const cases: [string, unknown, EngineErrorCode, string][] = [
    [
      'no socket',
      failure('ENOENT'),
      'no-engine',
      'No Docker engine answers at unix:///x.sock: start Docker and try again, or choose another context.',
    ],
    [
      'a dead socket',
      failure('ECONNREFUSED'),
      'no-engine',
      'No Docker engine answers at unix:///x.sock: start Docker and try again, or choose another context.',
    ],
    [
      'a socket of others',
      failure('EACCES'),
      'permission',
      'You may not use the Docker engine at unix:///x.sock: add your user to the group that owns the socket (usually "docker") and log in again.',
    ],
    [
      'a broken connection',
      failure('ECONNRESET'),
      'lost',
      'The connection to the Docker engine at unix:///x.sock broke: see that the engine runs, then try again.',
    ],
    [
      'a host that is not there',
      failure('ENOTFOUND'),
      'no-engine',
      'The Docker engine at unix:///x.sock cannot be reached: check the address and your network.',
    ],
    [
      'an answer that never came',
      AbortSignal.timeout(0).reason ?? new DOMException('', 'TimeoutError'),
      'no-engine',
      'The Docker engine at unix:///x.sock cannot be reached: check the address and your network.',
    ],
    [
      'a port taken, Engine 28',
      answer(
        500,
        'failed to set up container networking: driver failed programming external connectivity on endpoint x (abc): failed to bind host port for 127.0.0.1:8080:172.17.0.2:80/tcp: address already in use',
      ),
      'port-taken',
      'Port 8080 is already taken: choose another host port.',
    ],
    [
      'a port taken by a container, Engine 20.10',
      answer(
        500,
        'driver failed programming external connectivity on endpoint x (abc): Bind for 0.0.0.0:8081 failed: port is already allocated',
      ),
      'port-taken',
      'Port 8081 is already taken: choose another host port.',
    ],
    [
      'a port taken, Engine 20.10',
      answer(
        500,
        'driver failed programming external connectivity on endpoint x (abc): Error starting userland proxy: listen tcp4 0.0.0.0:8082: bind: address already in use',
      ),
      'port-taken',
      'Port 8082 is already taken: choose another host port.',
    ],
    [
      'a port taken, Docker Desktop',
      answer(
        500,
        'Ports are not available: exposing port TCP 0.0.0.0:8083 -> 0.0.0.0:0: listen tcp 0.0.0.0:8083: bind: address already in use',
      ),
      'port-taken',
      'Port 8083 is already taken: choose another host port.',
    ],
    [
      'a port taken, Podman',
      answer(500, 'rootlessport listen tcp 0.0.0.0:8084: bind: address already in use'),
      'port-taken',
      'Port 8084 is already taken: choose another host port.',
    ],
    [
      'a full disk',
      answer(500, 'write /var/lib/docker/tmp/x: no space left on device'),
      'other',
      'The disk of the Docker engine is full: prune images and build cache, then try again.',
    ],
    [
      'an image that is not there',
      new Error('manifest for node:none not found: manifest unknown: manifest unknown'),
      'pull-failed',
      '"node:none" does not exist in its registry: check the name and the tag.',
    ],
    [
      'an image that is private or misspelt',
      answer(
        404,
        "pull access denied for nodee, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      ),
      'pull-failed',
      '"nodee" cannot be pulled: check the name, or log in to its registry with `docker login`.',
    ],
    [
      'a tag that is not there, Docker 29',
      new Error(
        'failed to resolve reference "docker.io/library/node:none": docker.io/library/node:none: not found',
      ),
      'pull-failed',
      '"node:none" does not exist in its registry: check the name and the tag.',
    ],
    [
      'too many pulls',
      new Error('toomanyrequests: You have reached your unauthenticated pull rate limit.'),
      'pull-failed',
      'The registry allows no more pulls for now: log in with `docker login`, or wait.',
    ],
    [
      'an image for other processors',
      new Error('no matching manifest for linux/arm64/v8 in the manifest list entries'),
      'pull-failed',
      'The image does not exist for this platform: choose another platform or another tag.',
    ],
    [
      'a registry with a certificate of its own',
      new Error(
        'failed to do request: Head "https://reg.local/v2/app/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ),
      'pull-failed',
      '"reg.local/app:1" cannot be pulled, because the certificate of its registry is not accepted.',
    ],
    [
      'what it does not have',
      answer(404, 'No such container: x'),
      'not-found',
      'The Docker engine does not have it: No such container: x',
    ],
    [
      'what cannot be now',
      answer(409, 'container x is not running'),
      'conflict',
      'The Docker engine is not in a state to do it: container x is not running',
    ],
    [
      'anything else',
      answer(500, 'Error response from daemon: it\n  broke'),
      'other',
      'The Docker engine failed: it broke',
    ],
  ];
  for (const [what, cause, code, message] of cases) {
    it(what, () => {
      const error = engineError(cause, 'unix:///x.sock');
      assert.deepEqual({ code: error.code, message: error.message }, { code, message });
      assert.equal(error.cause, cause);
    });
  }

  it('once only', () => {
    const error = new EngineError('other', 'as it is');
    assert.equal(engineError(error, 'unix:///x.sock'), error);
  });
});
