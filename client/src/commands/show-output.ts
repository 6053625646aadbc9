import type { Command } from './command';

/** Shows what builds printed. */
export const showOutput: Command = {
  id: 'showOutput',
  needsTrust: false,
  run({ output }) {
    output.show(true);
    return Promise.resolve(undefined);
  },
};
