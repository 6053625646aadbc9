import type { Engine } from '../../../engine/src';
import { engine } from '../engine';
import type { ImageConfig } from '../rules/rule';

/**
 * Connects to the engine that the docker command would use, or to the one of the setting `strata.engine.host`.
 * `localOnly`: engines behind tcp or ssh count as none. Throws the engine's own one-sentence error.
 */
export async function connectEngine(setting: string, localOnly: boolean): Promise<Engine> {
  const { connect, resolveEndpoint } = engine();
  return connect(await resolveEndpoint({ ...(setting ? { setting } : {}), env: process.env, localOnly }));
}

/** A local image's configuration as rules and features read it; undefined when the engine has no such image. */
export async function localImageConfig(
  connection: Engine,
  reference: string,
): Promise<ImageConfig | undefined> {
  const { inspectImage, EngineError } = engine();
  try {
    const { config, platform } = await inspectImage(connection, reference);
    const [os, architecture, variant] = platform.split('/');
    return {
      ...(os ? { os } : {}),
      ...(architecture ? { architecture } : {}),
      ...(variant ? { variant } : {}),
      env: config.env.map(({ name, value }) => `${name}=${value}`),
      workingDir: config.workdir,
      user: config.user,
      shell: config.shell,
      entrypoint: config.entrypoint,
      cmd: config.cmd,
      exposedPorts: config.ports,
      volumes: config.volumes,
      onBuild: config.onbuild,
      labels: config.labels,
    };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return undefined;
    throw error;
  }
}
