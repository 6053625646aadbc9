import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const run: InstructionReference = {
  name: 'RUN',
  summary: 'Runs a command **while the image is built** and keeps the files that it wrote as a new layer.',
  details: [
    'It installs packages, compiles, downloads: whatever the image shall contain. Only files remain: a process that it starts, a variable that it exports or a directory that it changes into is gone when the command ends; use CMD, ENV and WORKDIR for these.',
    'A file that a later instruction deletes still lies in the earlier layer, so clean up **in the same RUN**: `apt-get update && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*`, `dnf install -y … && dnf clean all`, `apk add --no-cache …`. `update` and `install` belong together, or the cache keeps an old package list.',
    'Chain with `&&` so that a failure stops the build, or write a heredoc (`RUN <<EOF`) beginning with `set -e`. In a pipeline only the last command decides, unless the shell has `-o pipefail`.',
  ],
  forms: [
    {
      title: 'shell form',
      summary:
        'A command line for the shell, `/bin/sh -c` unless SHELL says otherwise: pipes, `&&` and variables work.',
      syntax: 'RUN [flags] command',
      parameters: [
        { label: '[flags]', summary: '--mount, --network, --security, --device' },
        {
          label: 'command',
          summary: 'What the shell runs; lines are joined by the escape character at their end',
        },
      ],
      snippet: 'RUN ${0:command}',
    },
    {
      title: 'exec form',
      summary: 'A JSON array: the program itself, without a shell; nothing is expanded.',
      syntax: 'RUN [flags] ["program", "argument"]',
      parameters: [
        { label: '[flags]', summary: '--mount, --network, --security, --device' },
        { label: '"program"', summary: 'Looked up in PATH' },
        { label: '"argument"', summary: 'Handed over as it is, in double quotes' },
      ],
      snippet: 'RUN ["${1:program}", "${2:argument}"]',
    },
    {
      title: 'heredoc',
      summary: 'A script of several lines, without `&&` and backslashes.',
      syntax: 'RUN [flags] <<EOF … EOF',
      parameters: [
        { label: '[flags]', summary: '--mount, --network, --security, --device' },
        {
          label: '<<EOF … EOF',
          summary: 'All lines up to the one that is just `EOF`; a `#!` line chooses the interpreter',
        },
      ],
      snippet: 'RUN <<EOF\nset -e\n$0\nEOF',
    },
  ],
  flags: [
    {
      name: 'mount',
      value: 'mount',
      syntax: '--mount=type=bind|cache|tmpfs|secret|ssh[,key=value…]',
      summary: 'Mounts something for the duration of this command; it does not become part of the image.',
      details:
        'A package cache that outlives builds (`type=cache`), a secret (`type=secret`), the ssh agent (`type=ssh`), files of the context or of a stage without copying them (`type=bind`), memory (`type=tmpfs`). `type=bind` is the default. Can be given several times.',
      repeatable: true,
      since: '1.2',
      example: 'RUN --mount=type=cache,target=/root/.npm npm ci',
      link: documentation.section('run---mount'),
    },
    {
      name: 'network',
      value: 'choice',
      syntax: '--network=default|none|host',
      summary: 'Chooses the network that the command sees.',
      values: [
        { value: 'default', summary: 'The network of the builder' },
        {
          value: 'none',
          summary: 'No network but the loopback device: proves that the command downloads nothing',
        },
        {
          value: 'host',
          summary:
            "The builder's own network; needs the entitlement `network.host` (`docker build --allow network.host`)",
        },
      ],
      default: 'default',
      since: '1.3',
      example: 'RUN --network=none pip install --no-index --find-links wheels app',
      link: documentation.section('run---network'),
    },
    {
      name: 'security',
      value: 'choice',
      syntax: '--security=sandbox|insecure',
      summary: 'Runs the command inside the usual sandbox or with all privileges.',
      values: [
        { value: 'sandbox', summary: 'The usual restrictions' },
        {
          value: 'insecure',
          summary:
            'As `docker run --privileged`; needs the entitlement `security.insecure` of builder and build',
        },
      ],
      default: 'sandbox',
      since: '1.20',
      example: 'RUN --security=insecure cat /proc/self/status',
      link: documentation.section('run---security'),
    },
    {
      name: 'device',
      value: 'device',
      syntax: '--device=name[,required]',
      summary: 'Makes a device (CDI) of the builder available to the command, a graphics card for instance.',
      details:
        'Up to version 1.26 only in the labs channel of the frontend (`# syntax=docker/dockerfile:1-labs`), and the build needs the entitlement: `docker build --allow device`.',
      repeatable: true,
      since: '1.14-labs',
      example: 'RUN --device=nvidia.com/gpu=all nvidia-smi',
      link: documentation.section('run---device'),
    },
  ],
  layer: 'One layer with every file that the command added, changed or removed.',
  cache:
    'Reused while the command text, the ARGs and ENVs declared above it, USER, WORKDIR, SHELL and the layers below are the same. Docker does not look at what the command would download: `apt-get install` may stay cached for months. `docker build --no-cache` runs everything again; `CACHED` (or `Using cache`) in the output means that the last result was taken.',
  comparisons: [
    {
      title: 'RUN or CMD?',
      text: 'RUN happens **at build time**, once, and its files are in the image. CMD happens **when a container starts**, every time, and adds nothing to the image.',
    },
    {
      title: 'RUN or COPY?',
      text: 'RUN works inside the image and cannot see your machine; COPY brings files of the build context in.',
    },
  ],
  example: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*`,
  link: documentation.section('run'),
};
