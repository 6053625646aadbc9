import type { Command } from './command';

/** Reads containers, images and layers again. */
export const refresh: Command = {
  id: 'refresh',
  needsTrust: false,
  run({ engineChanged }) {
    engineChanged.fire('images');
    return Promise.resolve(undefined);
  },
};
