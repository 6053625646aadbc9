import { version } from '../../package.json';
import { UsageError } from './cli/arguments';
import { processOutput, type ExitCode, type Output } from './cli/output';
import { t } from './text';

type Command = (args: readonly string[], output: Output) => ExitCode | Promise<ExitCode>;

/** Each command is loaded when it is asked for, so that `strata check` does not pay for the rest. */
const commands: Record<string, { readonly usage: string; readonly load: () => Promise<Command> }> = {
  check: {
    usage:
      'check [--format text|json|sarif|github|buildkit|hadolint] [--all] [--config FILE] [--build-arg K=V]…\n' +
      '        [--target STAGE] [--platform P] [--context DIR] [--dockerignore FILE] [--fix] FILE|DIR…',
    load: async () => (await import('./cli/check')).check,
  },
  layers: {
    usage:
      'layers [--format text|json] [-f FILE] [--target STAGE] [--build-arg K=V]… [--platform P]\n' +
      '        [--no-cache] [--no-engine] CONTEXT',
    load: async () => (await import('./cli/layers')).layers,
  },
  format: {
    usage: 'format [--check] FILE|DIR…',
    load: async () => (await import('./cli/format')).format,
  },
  build: {
    usage:
      'build [-t NAME]… [-f FILE] [--target STAGE] [--build-arg K=V]… [--no-cache] [--pull] [--platform P]\n' +
      '        [--secret id=NAME,src=FILE]… [--ssh default]… [--label K=V]… [--builder NAME] [--network MODE]\n' +
      '        [--progress auto|plain|quiet] [--format text|json] CONTEXT',
    load: async () => (await import('./cli/build')).build,
  },
  explain: {
    usage: 'explain RULE-OR-INSTRUCTION',
    load: async () => (await import('./cli/explain')).explain,
  },
  lsp: {
    usage: 'lsp --stdio',
    load: async () => (await import('./cli/lsp')).lsp,
  },
};

async function main(args: readonly string[]): Promise<ExitCode> {
  const noColour = args.includes('--no-color');
  const output = processOutput(noColour);
  const [name, ...rest] = args.filter((arg) => arg !== '--no-color');
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.print(help());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    output.print(version);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    output.complain(
      name.startsWith('-')
        ? t('unknown flag {0}; "strata help" lists the commands.', name)
        : t('there is no command "{0}"; "strata help" lists them.', name),
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.print(`strata ${command.usage}`);
    return 0;
  }
  try {
    return await (
      await command.load()
    )(rest, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.complain(error.message);
    return 2;
  }
}

function help(): string {
  return [
    t('strata <command> …, for Dockerfiles'),
    '',
    ...Object.values(commands).map(({ usage }) => `  strata ${usage}`),
    '',
    t('"-" is standard input. --no-color and NO_COLOR switch colours off.'),
    t('Exit code: 0 nothing found or done, 1 findings, would change or build failed, 2 could not run.'),
  ].join('\n');
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `strata check … | head` closes the pipe early.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`strata: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
