import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Dockerfile } from '../dockerfile/tree';
import type { RuleFinding } from '../rules/lint';
import type { Severity } from '../rules/rule';
import { suppressions } from '../rules/suppression';
import { readComments, shellcheckFindings, type ShellcheckComment } from './shellcheck-findings';
import { shellcheckScripts, type ShellcheckScript } from './shellcheck-script';

/** Milliseconds after which a run is cut off. */
const patience = 10_000;
/** Milliseconds without an edit before a run begins. */
const pause = 150;
/** Bytes of output beyond which a run is cut off. */
const mostOutput = 4 << 20;
/** Scripts whose comments are kept. */
const mostKnown = 1000;

/** Files that other files source are none of the Dockerfile's. */
const excluded = 'SC1090,SC1091';

export interface Shellcheck {
  /** What is known by now of the scripts in the file. What is not makes a run begin, and `changed` is called when it ends. */
  findings(
    uri: string,
    dockerfile: Dockerfile,
    severities: ReadonlyMap<string, Severity | 'off'>,
  ): readonly RuleFinding[];
  /** Ends a run whose file was edited or closed. */
  cancel(uri: string): void;
}

export interface ShellcheckOptions {
  readonly allowed: () => boolean;
  /** Path or name of the program; empty for `shellcheck` on PATH. */
  readonly program: () => string;
  readonly changed: () => void;
  readonly log: (message: string) => void;
}

/** ShellCheck, where the user has it; without it nothing, silently. */
export function shellcheck({ allowed, program, changed, log }: ShellcheckOptions): Shellcheck {
  const known = new Map<string, readonly ShellcheckComment[]>();
  const running = new Map<string, { readonly key: string; readonly stop: AbortController }>();
  const unusable = new Set<string>();

  const cancel = (uri: string): void => {
    running.get(uri)?.stop.abort();
    running.delete(uri);
  };

  const start = (uri: string, key: string, scripts: readonly ShellcheckScript[]): void => {
    cancel(uri);
    const stop = new AbortController();
    running.set(uri, { key, stop });
    // A function, since the answer changes while it waits.
    const isStopped = () => stop.signal.aborted;
    void (async () => {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const path = program() || 'shellcheck';
      for (const script of scripts) {
        if (isStopped()) return;
        const result = await run(path, script, stop.signal);
        if (isStopped()) return;
        if (typeof result === 'string') {
          // Nothing that happens again with the next key should be tried, or told, again.
          if (result === 'timeout') known.set(nameOf(script), []);
          else unusable.add(path);
          if (result !== 'missing') log(`ShellCheck (${path}): ${explain[result]}`);
          if (result !== 'timeout') break;
        } else {
          known.set(nameOf(script), result);
        }
        for (const oldest of known.keys()) {
          if (known.size <= mostKnown) break;
          known.delete(oldest);
        }
      }
      running.delete(uri);
      if (scripts.some((script) => known.has(nameOf(script)))) changed();
    })();
  };

  return {
    cancel,
    findings: (uri, dockerfile, severities) => {
      if (!allowed() || unusable.has(program() || 'shellcheck')) return [];
      const scripts = shellcheckScripts(dockerfile);
      const missing = scripts.filter((script) => !known.has(nameOf(script)));
      const key = missing.map(nameOf).join('\0');
      if (missing.length === 0) cancel(uri);
      else if (running.get(uri)?.key !== key) start(uri, key, missing);
      const suppressed = suppressions(dockerfile);
      return scripts.flatMap((script) =>
        shellcheckFindings(dockerfile, script, known.get(nameOf(script)) ?? []).flatMap((finding) => {
          const severity = severities.get(finding.rule.id) ?? finding.severity;
          return severity === 'off' || suppressed.suppresses(finding.rule, finding)
            ? []
            : { ...finding, severity };
        }),
      );
    },
  };
}

type Failure = 'missing' | 'timeout' | 'failed' | 'garbage';

const explain: Record<Exclude<Failure, 'missing'>, string> = {
  timeout: 'it took too long for one script and was stopped',
  failed: 'it cannot be started; its findings are missing',
  garbage: 'it answers what is no ShellCheck report; its findings are missing',
};

function nameOf({ shell, text }: ShellcheckScript): string {
  return `${shell}\n${text}`;
}

function run(
  program: string,
  { shell, text }: ShellcheckScript,
  signal: AbortSignal,
): Promise<readonly ShellcheckComment[] | Failure> {
  return new Promise((resolve) => {
    let output = '';
    let isLate = false;
    const child = spawn(program, ['--format=json1', `--shell=${shell}`, `--exclude=${excluded}`, '-'], {
      // Not the user's folder: nothing that lies there shall be started or read as its configuration.
      cwd: tmpdir(),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isLate = true;
      kill();
    }, patience);
    signal.addEventListener('abort', kill, { once: true });
    const finish = (result: readonly ShellcheckComment[] | Failure): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve(result);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > mostOutput) kill();
    });
    // A program that ends before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
    child.on('error', (error: NodeJS.ErrnoException) => {
      finish(error.code === 'ENOENT' ? 'missing' : 'failed');
    });
    child.on('close', () => {
      finish(isLate ? 'timeout' : (readComments(output) ?? 'garbage'));
    });
  });
}
