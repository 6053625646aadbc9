import { createConnection } from 'vscode-languageserver/node';
import { serve } from './server';

const transports = ['--stdio', '--node-ipc', '--socket', '--pipe'];
const arrangement = process.argv.slice(2);

if (arrangement.some((arg) => transports.some((name) => arg === name || arg.startsWith(`${name}=`)))) {
  serve(createConnection());
} else {
  process.stderr.write(
    'strata-language-server: say how to talk to it: --stdio, --node-ipc, --socket=PORT or --pipe=NAME.\n',
  );
  process.exitCode = 2;
}
