import type { Command } from './command';

/** For when something is stuck. */
export const restartLanguageServer: Command = {
  id: 'restartLanguageServer',
  needsTrust: false,
  run: ({ server }) => server.restart(),
};
