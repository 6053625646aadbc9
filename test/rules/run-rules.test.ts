import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { applyEdits, safeEdits } from '../../server/src/features/safe-edits';
import { rules } from '../../server/src/rules';
import { lint } from '../../server/src/rules/lint';
import type { Facts } from '../../server/src/rules/rule';

function findingsOf(id: string, text: string, facts: Facts = {}) {
  const severities = new Map(
    rules.map((rule) => [rule.id, rule.id === id ? ('warning' as const) : ('off' as const)]),
  );
  return lint(parse(text), facts, { options: {}, severities });
}

/** The words that a rule points at. */
function found(id: string, text: string, facts?: Facts): string[] {
  return findingsOf(id, text, facts).map(({ span }) => text.slice(span.start, span.end));
}

function repaired(id: string, text: string): string {
  return applyEdits({ text }, safeEdits(findingsOf(id, text)));
}

describe('rules on what RUN runs', () => {
  it('see through sudo, env, assignments and directories', () => {
    for (const [command, words] of [
      ['sudo apt-get install x', 'apt-get install'],
      ['sudo -E -u root apt-get install x', 'apt-get install'],
      ['env A=b -u C apt-get install x', 'apt-get install'],
      ['A=b apt-get install x', 'apt-get install'],
      ['/usr/bin/apt-get install x', '/usr/bin/apt-get install'],
      ['sudo env A=b /usr/bin/apt-get -o a=b install x', '/usr/bin/apt-get -o a=b install'],
      ['"apt-get" install x', '"apt-get" install'],
    ] as const) {
      assert.deepEqual(found('unanswered-prompt', `FROM debian\nRUN ${command}\n`), [words], command);
    }
  });

  it('look into conditions, subshells, substitutions, heredocs, the exec form and ONBUILD', () => {
    for (const run of [
      'RUN if x; then apt-get install y; fi',
      'RUN (cd z; apt-get install y)',
      'RUN a "$(apt-get install y)"',
      'RUN <<EOF\nset -e\napt-get install y\nEOF',
      'RUN ["bash", "-c", "apt-get install y"]',
      'RUN x \\\n  # comment\n  && apt-get install y',
      'ONBUILD RUN apt-get install y',
    ]) {
      assert.equal(found('unanswered-prompt', `FROM debian\n${run}\n`).length, 1, run);
    }
    assert.deepEqual(found('unanswered-prompt', 'FROM debian\nRUN ["apt-get", "install", "y"]\n').length, 1);
    assert.deepEqual(
      found(
        'unanswered-prompt',
        'FROM debian\nRUN echo "apt-get install y"; cat <<E\napt-get install y\nE\n',
      ),
      [],
    );
  });

  it('repair commands where they stand', () => {
    const text = 'FROM debian\nRUN a \\\n # why\n && sudo apt-get install \\\n  y\n';
    assert.equal(repaired('unanswered-prompt', text), text.replace('install', 'install -y'));
  });

  it('leave alone what another reader may not read as they do', () => {
    for (const run of [
      'RUN ["apt-get", "install", "y"]',
      'RUN "apt-get" "install" y',
      'RUN a `b \\"apt-get install y\\"`',
    ]) {
      const text = `FROM debian\n${run}\n`;
      assert.equal(repaired('unanswered-prompt', text), text);
    }
  });
});

describe('mounts', () => {
  const cached = (target: string, type = 'cache') => `FROM x\nRUN --mount=type=${type},target=${target} `;

  it('make cleaning up unnecessary below them', () => {
    assert.deepEqual(found('kept-package-lists', `${cached('/var/lib/apt')}apt-get update\n`), []);
    assert.deepEqual(found('kept-package-lists', `${cached('/var/lib/')}apt-get update\n`), []);
    assert.deepEqual(
      found('kept-package-lists', `${cached('/var/lib/apt/lists', 'tmpfs')}apt-get update\n`),
      [],
    );
    assert.deepEqual(found('kept-package-cache', `${cached('/root/.cache')}pip install x\n`), []);
    assert.deepEqual(found('kept-package-cache', `${cached('/var/cache/dnf')}dnf install -y x\n`), []);
  });

  it('of other places and types do not', () => {
    assert.equal(found('kept-package-lists', `${cached('/var/lib/apt2')}apt-get update\n`).length, 1);
    assert.equal(found('kept-package-lists', `${cached('/var/lib/apt', 'bind')}apt-get update\n`).length, 1);
    assert.equal(found('kept-package-cache', `${cached('/root/.cache/pip2')}pip install x\n`).length, 1);
  });

  it('of secrets make credentials safe', () => {
    const login = 'docker login -p $P x\n';
    assert.equal(found('credential-command', `FROM x\nRUN ${login}`).length, 1);
    assert.deepEqual(found('credential-command', `FROM x\nRUN --mount=type=secret,id=p,env=P ${login}`), []);
  });
});

describe('what is left in layers', () => {
  it('matters only in the stages of the image', () => {
    const text = 'FROM a AS build\nRUN apk add x\nFROM b AS base\nRUN apk add y\nFROM base\nRUN apk add z\n';
    assert.equal(found('kept-package-cache', text).length, 2);
    assert.equal(found('kept-package-cache', text, { target: 'build' }).length, 1);
  });

  it('is cleaned up by the same RUN only, and afterwards', () => {
    assert.equal(
      found('kept-package-lists', 'FROM x\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n').length,
      1,
    );
    assert.equal(
      found('kept-package-lists', 'FROM x\nRUN rm -rf /var/lib/apt/lists/* && apt-get update\n').length,
      1,
    );
    assert.deepEqual(
      found('kept-package-lists', 'FROM x\nRUN apt-get update && rm -r /var/lib/apt/lists\n'),
      [],
    );
    assert.deepEqual(
      found('kept-package-lists', 'FROM x\nRUN apt-get update && find /var/lib/apt/lists -type f -delete\n'),
      [],
    );
  });

  it('is not cleaned up behind a command that ends the script', () => {
    const text = 'FROM x\nRUN apt-get update && apt-get install y && exit 0\n';
    assert.equal(repaired('kept-package-lists', text), text);
  });

  it('is known from the environment of the base image', () => {
    const facts: Facts = { imageConfig: () => ({ env: ['PIP_NO_CACHE_DIR=1'] }) };
    assert.equal(found('kept-package-cache', 'FROM x\nRUN pip install y\n').length, 1);
    assert.deepEqual(found('kept-package-cache', 'FROM x\nRUN pip install y\n', facts), []);
  });
});

describe('unchecked-pipe', () => {
  it('points at the last pipe whose failures are lost', () => {
    assert.deepEqual(found('unchecked-pipe', 'FROM x\nRUN curl a | tar x\n'), ['|']);
    assert.deepEqual(found('unchecked-pipe', 'FROM x\nRUN curl a | while read l; do echo $l; done\n'), ['|']);
  });

  it('knows the shell of a base image', () => {
    const facts: Facts = { imageConfig: () => ({ env: [], shell: ['/bin/bash', '-o', 'pipefail', '-c'] }) };
    assert.deepEqual(found('unchecked-pipe', 'FROM x\nRUN curl a | tar x\n', facts), []);
  });

  it('says nothing where a failure is an answer', () => {
    for (const run of [
      'if a | b; then c; fi',
      'while a | b; do c; done',
      'echo a | b | c',
      'set -euo pipefail; a | b',
    ]) {
      const all = found('unchecked-pipe', `FROM x\nRUN ${run}\n`);
      assert.deepEqual(all, run.startsWith('echo') ? ['|'] : [], run);
    }
  });
});

describe('disabled-verification', () => {
  it('tells flags from their values', () => {
    assert.deepEqual(
      found('disabled-verification', 'FROM x\nRUN curl -o -k https://a.test -H -k --data -k\n'),
      ['-k'],
    );
    assert.deepEqual(found('disabled-verification', 'FROM x\nRUN curl -oak https://a.test\n'), []);
    assert.deepEqual(found('disabled-verification', 'FROM x\nRUN curl -sko a https://a.test\n'), ['-sko']);
  });

  it('reads variables wherever they are set', () => {
    const text =
      'FROM x\nENV A=1 GIT_SSL_NO_VERIFY=true\nARG PYTHONHTTPSVERIFY="0"\nRUN export NODE_TLS_REJECT_UNAUTHORIZED=0; env NPM_CONFIG_STRICT_SSL=false npm ci\n';
    assert.deepEqual(found('disabled-verification', text), [
      'GIT_SSL_NO_VERIFY=true',
      'PYTHONHTTPSVERIFY="0"',
      'NODE_TLS_REJECT_UNAUTHORIZED=0',
      'NPM_CONFIG_STRICT_SSL=false',
    ]);
  });

  it('removes a flag with its value, at the end of a line too', () => {
    assert.equal(
      repaired(
        'disabled-verification',
        'FROM x\nRUN pip install a --trusted-host b \\\n  && wget c --no-check-certificate\n',
      ),
      'FROM x\nRUN pip install a \\\n  && wget c\n',
    );
  });
});

describe('credential-command', () => {
  it('never repeats a credential', () => {
    const text = 'FROM x\nRUN git clone https://me:hunter2@git.test/x && az login --password=hunter2\n';
    for (const { message } of findingsOf('credential-command', text)) assert.doesNotMatch(message, /hunter2/);
    assert.equal(findingsOf('credential-command', text).length, 2);
  });
});
