import type { Cases } from './checks.test';
import { onbuild, run } from './run';

const shell = (words: string) => `FROM a:1\nSHELL ${words}\nRUN a | b\n`;

export const shellCases: Cases = {
  DL3001: [
    ...['free', 'kill 1', 'mount x', 'ps', 'service x start', 'shutdown', 'ssh x', 'top', 'vim x'].map(
      (command) => [run(`x && ${command}`), [2]] as const,
    ),
    [onbuild('ps'), [2]],
    [run('echo ps && ifconfig && ssh-keygen && /bin/ps'), []],
  ],
  DL3003: [
    [run('cd x && y'), [2]],
    [run('(cd x)'), [2]],
    [run('a $(cd x; pwd)'), [2]],
    [onbuild('cd x'), []],
    [run('pushd x && echo cd'), []],
  ],
  DL3004: [
    [run('sudo x'), [2]],
    [onbuild('x; sudo y'), [2]],
    [run('apt-get install sudo && /usr/bin/sudo x'), []],
  ],
  DL3046: [
    [run('useradd -u 123456 x'), [2]],
    [run('useradd -mu 123456 x'), [2]],
    [onbuild('useradd -u 999999 x'), [2]],
    [
      run(
        'useradd -u 12345 a; useradd --uid 123456 b; useradd -l -u 123456 c; useradd --no-log-init -u 123456 d',
      ),
      [],
    ],
  ],
  DL3047: [
    [run('wget http://x'), [2]],
    [run('wget -O x http://x'), [2]],
    [onbuild('wget x'), [2]],
    [run('wget -q a; wget --quiet b; wget -nv c; wget --no-verbose d; wget --progress=dot:giga e'), []],
    [run('wget -o log a; wget -a log b; wget -qO- c; curl d'), []],
  ],
  DL3059: [
    [`${run('a')}RUN b\nRUN c\n`, [3, 4]],
    [`${run('a')}# x\n\nRUN b\n`, [5]],
    [`${run('--network=none a')}RUN --network=none b\n`, [3]],
    [`${run('--network=none a')}RUN b\n`, []],
    [`${run('a && b')}RUN c\n`, []],
    [`${run('a')}RUN b | c\n`, []],
    [`${run('a')}ENV x=1\nRUN b\n`, []],
    [`${run('a')}ONBUILD RUN b\n`, []],
  ],
  DL4001: [
    [`${run('curl x')}RUN y\nRUN wget z\nRUN curl x\n`, [4, 5]],
    [run('curl x && wget y'), [2]],
    ['FROM a:1\nRUN curl x\nFROM a:1\nRUN wget y\n', []],
    [`${run('curl x')}RUN apt-get install wget\n`, []],
  ],
  DL4005: [
    [run('ln -sf /bin/bash /bin/sh'), [2]],
    [onbuild('ln -s /bin/bash /bin/sh'), [2]],
    [run('ln -s /bin/bash /bin/x && cp x /bin/sh'), []],
  ],
  DL4006: [
    [run('a | b'), [2]],
    [run('a $(b | c)'), [2]],
    [run('a | while read x; do y; done'), [2]],
    [shell('["/bin/sh", "-o", "pipefail", "-c"]'), [3]],
    [shell('["/bin/bash", "-c"]'), [3]],
    ['FROM a:1 AS b\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM b\nRUN a | b\n', [4]],
    [shell('["/bin/bash", "-o", "pipefail", "-c"]'), []],
    [shell('["/bin/ash", "-eo", "pipefail", "-c"]'), []],
    [shell('["zsh", "-o", "pipefail", "-c"]'), []],
    [shell('["pwsh", "-c"]'), []],
    [shell('["powershell", "-Command"]'), []],
    [shell('["cmd", "/S", "/C"]'), []],
    [`# hadolint shell=powershell\n${run('a | b')}`, []],
    [run('a || b; echo "a | b"'), []],
    [onbuild('a | b'), []],
  ],
};
