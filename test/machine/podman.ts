import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineBinaries, podman } from '../../scripts/setup/index.mjs';
import { answers, commands } from './engine';
import type { Engine } from './engine';
import { startProgram, temporaryFolder } from './program';

/** Starts Podman's Docker-compatible service with empty data; `docker` is the current engine's own command. */
export async function startPodman(): Promise<Engine> {
  const program = await podman();
  const binaries = await engineBinaries('current');
  const folder = temporaryFolder('podman');
  const socket = join(folder, 'podman.sock');
  mkdirSync(join(folder, 'tmp'));
  // By default Podman asks for limits that it may not set on every machine.
  const limits = join(folder, 'containers.conf');
  writeFileSync(limits, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n');
  const service = startProgram(
    'unshare',
    [
      // What it mounts is gone with its last process, even after a crash.
      ...['--mount', program],
      // The runtime of Podman's own package asks for another layout of cgroups than some machines have.
      ...['--runtime', join(binaries, 'bin', 'runc')],
      ...['--root', join(folder, 'data'), '--runroot', join(folder, 'run'), '--tmpdir', join(folder, 'tmp')],
      ...['--cgroup-manager', 'cgroupfs', '--events-backend', 'file'],
      ...['system', 'service', '--time=0', `unix://${socket}`],
    ],
    { folder, env: { ...process.env, CONTAINERS_CONF: limits } },
  );
  await service
    .until(() => answers(socket), 60)
    .catch(async (error: unknown) => {
      await service.stop();
      throw error;
    });
  const config = join(folder, 'config');
  mkdirSync(config);
  const env = {
    ...process.env,
    DOCKER_HOST: `unix://${socket}`,
    DOCKER_CONFIG: config,
    DOCKER_BUILDKIT: '0',
  };
  const docker = commands(join(binaries, 'bin', 'docker'), env);
  return {
    ...docker,
    name: 'podman',
    dockerHost: `unix://${socket}`,
    socket,
    buildx: false,
    own: true,
    log: () => service.output(),
    async stop() {
      const { stdout } = await docker.run(['ps', '--all', '--quiet']);
      const containers = stdout.split('\n').filter((id) => id !== '');
      // Podman's containers outlive its service.
      if (containers.length > 0) await docker.run(['rm', '--force', ...containers]);
      await service.stop();
    },
  };
}
