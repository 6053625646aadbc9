import type { Command } from './command';

/** Reads the engine's address again (settings, contexts, DOCKER_HOST) and connects. */
export const connect: Command = {
  id: 'connect',
  needsTrust: true,
  async run({ docker, engineChanged }) {
    docker.reset();
    try {
      const { engine } = await docker.connected();
      return { host: engine.endpoint.host };
    } finally {
      engineChanged.fire('images');
    }
  },
};
