import { effectiveShell } from '../dockerfile/effective-shell';
import { shellPipelines } from '../dockerfile/shell-pipelines';
import { baseName } from '../dockerfile/shell-source';
import { imageOf } from '../dockerfile/stages';
import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import type { Facts, Fix, Rule } from './rule';
import { runsOf, type Run, type RunCommand } from './shell/run-commands';

/** They only print, or run for ever until the pipe closes. */
const cannotFail = new Set([
  'echo',
  'printf',
  'yes',
  'true',
  ':',
  'set',
  'env',
  'date',
  'pwd',
  'uname',
  'id',
  'nproc',
]);

export const uncheckedPipe: Rule = {
  id: 'unchecked-pipe',
  aliases: ['DL4006'],
  severity: 'info',
  since: '0.1.0',
  why: 'Of commands joined by `|` only the last one decides whether RUN fails: when the download before it breaks, the build goes on without it. With `pipefail` any of them stops the build; ash of Alpine and bash know it, dash, the sh of Debian and Ubuntu, does not.',
  bad: [
    'FROM debian:12\nRUN curl -fsSL https://example.com/x | tar -xz\n',
    'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN curl https://example.com/x | tar -xz\n',
    'FROM debian:12\nRUN V=$(curl https://example.com/v | jq .tag) make\n',
  ],
  good: [
    'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://example.com/x | tar -xz\n',
    'FROM debian:12 AS base\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nFROM base\nRUN curl https://example.com/x | tar -xz\n',
    'FROM alpine:3.20\nRUN set -o pipefail && curl https://example.com/x | tar -xz\n',
    'FROM debian:12\nRUN echo "$SUM  x" | sha256sum -c -\n',
    'FROM debian:12\nRUN if cat /etc/os-release | grep -q bookworm; then echo; fi\n',
    'FROM debian:12\nRUN make || true\n',
  ],
  check: (dockerfile, facts) =>
    runsOf(dockerfile).flatMap((run) => {
      const { shell, instruction } = run;
      if (shell.script === undefined || shell.syntax === undefined) return [];
      if (/\bpipefail\b/.test(shell.script.text) || hasPipefail(dockerfile, facts, run)) return [];
      const risky = shellPipelines(shell.syntax, shell.script).find(({ parts }) =>
        parts.slice(0, -1).some(({ start, end }) => {
          const inside = run.commands.filter(
            ({ command: { span } }) => span.start >= start && span.end <= end,
          );
          return inside.some((command) => !cannotFail.has(command.name) && !isTested(command));
        }),
      );
      const last = risky?.parts.at(-1);
      if (risky === undefined || last === undefined) return [];
      const pipe = dockerfile.text.lastIndexOf('|', last.start - 1);
      const span = pipe > risky.span.start ? { start: pipe, end: pipe + 1 } : risky.span;
      return {
        span,
        message: t(
          'When a command before this "|" fails, the build goes on without its output; set pipefail.',
        ),
        fixes: dockerfile.instructions[instruction.index] === instruction ? fixesOf(dockerfile, run) : [],
      };
    }),
};

/** Where the result is only asked for, a failure counts as an answer. */
function isTested({ command }: RunCommand): boolean {
  return command.inside.includes('condition') || command.isNegated;
}

function hasPipefail(dockerfile: Dockerfile, facts: Facts, { instruction, stage }: Run): boolean {
  const image = stage && imageOf(dockerfile, stage);
  const own = image === undefined ? undefined : facts.imageConfig?.(image)?.shell;
  return (effectiveShell(dockerfile, instruction) ?? own ?? []).includes('pipefail');
}

/** dash knows no pipefail, so the way out depends on the shell that the image has. */
function fixesOf(dockerfile: Dockerfile, { instruction, stage }: Run): Fix[] {
  const [program] = effectiveShell(dockerfile, instruction) ?? [];
  const image = (stage && imageOf(dockerfile, stage)) ?? '';
  const isAlpine = /alpine|busybox/.test(image);
  const shell =
    program !== undefined && ['bash', 'zsh', 'ash'].includes(baseName(program))
      ? program
      : isAlpine
        ? '/bin/ash'
        : '/bin/bash';
  const { start } = instruction.keywordSpan;
  const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'shell' : 'SHELL';
  return [
    {
      title: t('Set SHELL with pipefail before'),
      edits: [{ span: { start, end: start }, text: `${keyword} ["${shell}", "-o", "pipefail", "-c"]\n` }],
      safe: false,
    },
  ];
}
