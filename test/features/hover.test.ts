import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instructions } from '../../server/src/reference/instructions';
import { hoverAt } from '../check';

/** What a hover must say, in the order of its text; `on` is the text that it is about. */
function says(marked: string, on: string, ...parts: readonly string[]): void {
  const found = hoverAt(marked);
  assert.ok(found, `no hover: ${JSON.stringify(marked)}`);
  assert.equal(found.on, on);
  let from = 0;
  for (const part of parts) {
    const at = found.markdown.indexOf(part, from);
    assert.notEqual(at, -1, `${JSON.stringify(part)} is missing in:\n${found.markdown}`);
    from = at + part.length;
  }
}

describe('hover on an instruction', () => {
  for (const { name, summary, forms, layer, cache, comparisons, example, link } of instructions) {
    it(`teaches ${name}`, () => {
      const inStage = name === 'FROM' ? '<|>FROM alpine' : `FROM alpine\n<|>${name} x`;
      says(inStage, name, `**${name}**`, summary, forms[0]?.syntax ?? name, layer, cache, example, link);
      assert.notEqual(comparisons.length, 0);
    });
  }

  it('knows a keyword in any case, in a trigger, behind continuations and with another escape', () => {
    says('from alpine\nr<|>un true', 'run', '**RUN**');
    says('FROM alpine\nONBUILD CO<|>PY . .', 'COPY', '**COPY**');
    says('FROM alpine\nONBUI<|>LD COPY . .', 'ONBUILD', '**ONBUILD**');
    says('# escape=`\nFROM alpine\nCOPY a `\n C:\\\nW<|>ORKDIR /x', 'WORKDIR', '**WORKDIR**');
  });

  it('says what holds at this very line', () => {
    says('<|>FROM node:24 AS b', 'FROM', '**Here** begins stage `b` (number 0) on `node:24`');
    says(
      'FROM a AS b\nENV X=1\nARG Y\n<|>FROM b',
      'FROM',
      'stage `1` (number 1) on stage `b` of line 1, and so on `a`',
      'inherits `X=1`, `Y`',
    );
    says(
      'FROM scratch\nWORKDIR /w\nUSER ada\n<|>RUN x',
      'RUN',
      '**Here** it runs in `/w` as `ada` by `/bin/sh -c`',
    );
    says('FROM a\nENV P=80\n<|>EXPOSE $P 53/udp', 'EXPOSE', 'docker run -p 80:80 -p 53:53/udp IMAGE');
    says('FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\n<|>RUN x', 'RUN', 'by `cmd /S /C`');
  });
  it('says nothing of a trigger, which runs elsewhere', () => {
    assert.doesNotMatch(hoverAt('FROM a\nONBUILD <|>CMD x')?.markdown ?? '', /container of this stage runs/);
  });
  it('says nothing of an unknown instruction and of plain comments', () => {
    assert.equal(hoverAt('FROM alpine\nFO<|>O x'), undefined);
    assert.equal(hoverAt('FROM alpine\n# RU<|>N x'), undefined);
    assert.equal(hoverAt('<|>'), undefined);
  });
});

describe('hover on CMD and ENTRYPOINT: what the stage runs', () => {
  const runs = (marked: string, on: string, command: string, ...notes: string[]) =>
    says(marked, on, `\`\`\`sh\n${command}\n\`\`\``, ...notes);

  it('is the CMD alone in exec form', () => {
    runs('FROM scratch\n<|>CMD ["node", "my server.js"]', 'CMD', "node 'my server.js'", 'exec form, line 2');
  });
  it('wraps the shell form', () => {
    runs(
      'FROM alpine\nCMD no<|>de server.js',
      'node server.js',
      "/bin/sh -c 'node server.js'",
      'shell form, line 2',
    );
  });
  it('uses the SHELL in force at the line', () => {
    runs('FROM a\nSHELL ["/bin/bash", "-c"]\n<|>CMD x\nSHELL ["zsh"]', 'CMD', '/bin/bash -c x');
  });
  it('puts ENTRYPOINT in front of CMD, and tells what docker run replaces', () => {
    runs(
      'FROM alpine\n<|>ENTRYPOINT ["ping", "-c", "3"]\nCMD ["localhost"]',
      'ENTRYPOINT',
      'ping -c 3 localhost',
      'the default arguments',
      '`docker run IMAGE arg1 arg2` runs `ping -c 3 arg1 arg2`',
    );
  });
  it('warns of an ENTRYPOINT in shell form', () => {
    runs('FROM a\n<|>ENTRYPOINT ping\nCMD ["x"]', 'ENTRYPOINT', '/bin/sh -c ping', 'takes no arguments');
  });
  it('inherits both from an earlier stage', () => {
    runs(
      'FROM a AS base\nENTRYPOINT ["tini", "--"]\nFROM base\n<|>CMD ["x"]',
      'CMD',
      'tini -- x',
      'ENTRYPOINT in exec form, line 2',
    );
  });
  it('drops an inherited CMD with a new ENTRYPOINT, but not one of the same stage', () => {
    runs('FROM a AS base\nCMD ["x"]\nFROM base\n<|>ENTRYPOINT ["y"]', 'ENTRYPOINT', 'y');
    runs('FROM a\nCMD ["x"]\n<|>ENTRYPOINT ["y"]', 'ENTRYPOINT', 'y x');
  });
  it('says when a later line wins', () => {
    runs('FROM a\n<|>CMD ["x"]\nCMD ["y"]', 'CMD', 'y', 'Line 3 sets it again');
  });
  it('knows that an empty CMD has no arguments', () => {
    runs('FROM a\nENTRYPOINT ["x"]\n<|>CMD []', 'CMD', 'x', 'CMD is empty, set in line 3');
  });
  it('says what the base image may bring while it is not known', () => {
    runs('FROM acme/base\n<|>CMD ["x"]', 'CMD', 'x', 'If `acme/base` has an ENTRYPOINT');
  });
  it('uses the configuration of the base image where it is known', () => {
    const found = hoverAt('FROM acme/base:1\n<|>CMD ["x"]', {
      imageConfig: (reference) =>
        reference === 'acme/base:1' ? { env: [], entrypoint: ['init', '--'], cmd: ['y'] } : undefined,
    });
    assert.match(found?.markdown ?? '', /```sh\ninit -- x\n```\n\n- ENTRYPOINT comes from the base image/);
  });
});

describe('hover on variables', () => {
  it('resolves an ENV where it is used, and says where it was set', () => {
    says('FROM a\nENV P=80\nEXPOSE $<|>P', '$P', '**`P`** = `80`', 'ENV in line 2', 'docker run -e P=');
  });
  it('shows what a stage inherits', () => {
    says(
      'FROM a AS base\nENV A=1\nFROM base\nWORKDIR /$<|>A',
      '$A',
      '= `1`',
      'line 2, inherited from stage `base`',
    );
  });
  it('follows an ARG to its declaration above the first FROM', () => {
    says('ARG V=24\nFROM node:${<|>V}', '${V}', '= `24`', 'Default of ARG in line 1', '--build-arg V=');
    says('ARG V=24\nFROM a\nARG <|>V', 'V', '= `24`', 'default of ARG in line 1');
  });
  it('says that an ARG above the first FROM is not there in a stage', () => {
    says('ARG V=24\nFROM a\nLABEL v=$<|>V', '$V', 'is not defined here', 'must be declared again');
  });
  it('takes --build-arg into account', () => {
    const found = hoverAt('FROM a\nARG V=1\nLABEL v=$<|>V', { buildArgs: new Map([['V', '2']]) });
    assert.match(found?.markdown ?? '', /= `2`/);
  });
  it('explains modifiers with their result', () => {
    says('FROM a\nARG V\nENV W=${V<|>:-9}', '${V:-9}', '**`V`**', '`:-`', 'Here: `9`');
    says('FROM a\nENV F=a.tar.gz\nENV W=${F<|>%%.*}', '${F%%.*}', '`%%`', 'Here: `a`');
  });
  it('takes the inner one of nested variables', () => {
    says('FROM a\nENV A=1\nENV B=${X:-$<|>A}', '$A', '**`A`** = `1`');
  });
  it('knows predefined arguments', () => {
    says('FROM --platform=$BUILD<|>PLATFORM a', '$BUILDPLATFORM', 'the machine that builds', 'linux/amd64');
    says('FROM a\nARG TARGET<|>ARCH', 'TARGETARCH', 'gets its value from the build', 'architecture');
    says('FROM a\nRUN echo $HTTP_<|>PROXY', '$HTTP_PROXY', 'proxy for http requests');
  });
  it('knows variables in the shell of RUN and in its heredocs', () => {
    says('FROM a\nENV A=1\nRUN x && \\\n  echo "${<|>A}"', '${A}', '= `1`', 'shell of RUN');
    says('FROM a\nENV A=1\nRUN <<EOF\necho $<|>A\nEOF', '$A', '= `1`');
    assert.equal(hoverAt('FROM a\nRUN for i in 1 2; do echo $<|>i; done'), undefined);
  });
  it('says that ARG is gone when CMD runs, and that exec form expands nothing', () => {
    says('FROM a\nARG V=1\nCMD echo $<|>V', '$V', 'Empty here');
    says('FROM a\nENV V=1\nCMD ["echo", "$<|>V"]', '$V', 'plain text');
  });
  it('knows variables in a heredoc of COPY, unless its delimiter is quoted', () => {
    says('FROM a\nENV A=1\nCOPY <<EOF /x\n$<|>A\nEOF', '$A', '= `1`');
    assert.equal(hoverAt('FROM a\nENV A=1\nCOPY <<"EOF" /x\n$<|>A\nEOF'), undefined);
  });
  it('says what a definition replaces', () => {
    says('FROM a\nENV A=1\nENV <|>A=2', 'A=2', '= `2`', 'Before this line: `1`');
  });
});

describe('hover on flags and mounts', () => {
  it('explains a flag, and the value under the cursor', () => {
    says('FROM a\nCOPY --ch<|>own=a:b x y', '--chown=a:b', '--chown=user[:group]', 'owner');
    says('FROM a\nRUN --network=no<|>ne x', 'none', '`none`: No network', '--network=');
    says('FROM a\nHEALTHCHECK --inter<|>val=5s CMD x', '--interval=5s', 'Default: `30s`');
  });
  it('explains mount types and keys by type, also over lines', () => {
    says('FROM a\nRUN --mount=type=<|>cache,target=/x y', 'type=cache', 'outlives the build');
    says('FROM a\nRUN --mount=type=secret,\\\nrequired=<|>true y', 'required=true', 'Fails when');
    says('FROM a\nRUN --mount=type=cache,sharing=lock<|>ed y', 'sharing=locked', '`locked`', 'waits');
    says('FROM a\nRUN --mo<|>unt=type=ssh y', '--mount=type=ssh', 'does not become part of the image');
    says('FROM a\nONBUILD RUN --mount=type=tm<|>pfs,target=/t y', 'type=tmpfs', 'Memory');
  });
  it('says nothing of a key that the type does not have', () => {
    says(
      'FROM a\nRUN --mount=type=tmpfs,shar<|>ing=locked y',
      '--mount=type=tmpfs,sharing=locked',
      '--mount=type=bind|cache',
    );
  });
});

describe('hover on stages and images', () => {
  it('describes a stage where it is named and where it is used', () => {
    const file = 'FROM a AS build\nENV X=1\nWORKDIR /w\nFROM b\n';
    says(
      `${file}COPY --from=bu<|>ild /x /y`,
      'build',
      'Stage `build` (number 0)',
      'Built on `a`',
      '`X=1`',
      '`/w`',
    );
    says(`${file}COPY --from=<|>0 /x /y`, '0', 'Stage `build` (number 0)');
    says(`${file}RUN --mount=from=buil<|>d,target=/x y`, 'build', 'Stage `build`');
    says('FROM a AS bu<|>ild\nFROM build', 'build', 'Stage `build`', 'Used in line 2', '--target build');
    says('FROM a AS build\nFROM buil<|>d', 'build', 'Stage `build`');
  });
  it('describes an image from the offline data', () => {
    says(
      'FROM node:1<|>8-slim',
      'node:18-slim',
      'Node',
      'docker.io/library/node:18-slim',
      'Slim variant',
      '⚠ Node',
      'end of life since',
    );
    says('FROM no<|>de', 'node', 'No tag, so `latest`', 'https://hub.docker.com/_/node');
    says('FROM ghcr.io/acme/<|>api:1', 'ghcr.io/acme/api:1', 'registry `ghcr.io`');
    says('FROM scr<|>atch', 'scratch', 'empty image');
    says('FROM a\nCOPY --from=ngin<|>x:1.29 /x /y', 'nginx:1.29', 'hub.docker.com/_/nginx');
  });
  it('tells what a registry says of a tag, and the newer ones of its family', () => {
    const [was, is] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
    const registryTags = () => [
      { tag: '1.2.3', aliases: [], digest: is, size: 62_000_000, pushed: '2026-11-20T10:00:00Z' },
      { tag: '1.2.4', aliases: [] },
    ];
    const facts = { registryTags, today: '2026-11-21' };
    const found = hoverAt('FROM ghcr.io/acme/<|>api:1.2.3', facts)?.markdown ?? '';
    for (const part of [
      `Digest: \`${is}\``,
      '62 MB to download',
      'Pushed yesterday',
      'Newer, of the same family: `1.2.4`',
    ]) {
      assert.ok(found.includes(part), `${part} in ${found}`);
    }
    const pinned = hoverAt(`FROM ghcr.io/acme/<|>api:1.2.3@${was}`, facts)?.markdown ?? '';
    assert.ok(pinned.includes(`\`1.2.3\` is another image by now: \`${is}\``), pinned);
  });
  it('says why a registry has not said more, as plain text', () => {
    const registryNote = () => ({ text: '[x](command:evil) <b>' });
    const found = hoverAt('FROM ghcr.io/acme/<|>api:1', { registryNote })?.markdown ?? '';
    assert.ok(found.includes('\\[x\\]\\(command'), found);
  });
  it('tells what an image brings, where its configuration is known', () => {
    const found = hoverAt('FROM acme/<|>api:1', {
      imageConfig: () => ({
        env: ['PATH=/bin', 'MODE=x'],
        entrypoint: ['init', '--'],
        cmd: ['serve it'],
        user: 'ada',
        workingDir: '/srv',
        exposedPorts: ['80/tcp'],
        onBuild: ['COPY . .'],
      }),
    });
    for (const part of [
      "`init -- 'serve it'`",
      '`ada`',
      '`/srv`',
      '`80/tcp`',
      '`PATH`, `MODE`',
      '`COPY . .`',
    ]) {
      assert.ok(found?.markdown.includes(part), part);
    }
  });
  it('expands variables in the name', () => {
    says('ARG V=24\nFROM nod<|>e:$V', 'node:$V', 'docker.io/library/node:24');
  });
  it('says what is wrong with a name', () => {
    says('FROM No<|>de', 'Node', 'lower case');
  });
});

describe('hover on other words', () => {
  it('explains directives', () => {
    says('# esc<|>ape=`\nFROM a', '# escape=`', 'continues a line');
    says('# syntax=docker/docker<|>file:1\nFROM a', '# syntax=docker/dockerfile:1', 'frontend');
    says('# ch<|>eck=skip=all\nFROM a', '# check=skip=all', 'build checks');
  });
  it('explains a rule that a comment switches off', () => {
    says('# check=skip=Stage<|>NameCasing\nFROM a', 'StageNameCasing', '`stage-name-casing`');
    says('FROM a\n# hadolint ignore=DL4000,DL<|>3024\nRUN x', 'DL3024', '`duplicate-stage-name`');
  });
  it('explains heredocs at both ends', () => {
    says('FROM a\nRUN <<E<|>OF\nx\nEOF', '<<EOF', 'Up to `EOF`: a script');
    says('FROM a\nCOPY <<-"EOF" /x\n\tx\n\tEO<|>F', 'EOF', 'as it stands');
  });
  it('explains exec and shell form', () => {
    says('FROM a\nRUN ["ec<|>ho", "x"]', '["echo", "x"]', 'Exec form', 'Runs `echo x`');
    says('FROM a\nSHELL ["bash", "-c"]\nRUN ec<|>ho x', 'echo', 'Shell form', "bash -c 'echo x'");
  });
  it('explains what well-known commands mean for the image', () => {
    says(
      'FROM a\nRUN cd x && apt-<|>get -q install -y git',
      'apt-get',
      '`apt-get install`',
      '`--no-install-recommends`',
    );
    says('FROM a\nRUN npm c<|>i', 'ci', '`npm ci`', 'package-lock.json');
    says('FROM a\nRUN <<EOF\napk add --no-<|>cache git\nEOF', '--no-cache', 'no package index');
    says('FROM a\nRUN chow<|>n -R a /x', 'chown', '`chown`', 'COPY --chown=', 'Shell form');
    assert.equal(hoverAt('FROM a\nRUN x && make <|>all'), undefined);
  });
  it('explains the command of a health check, whatever stands before it', () => {
    says(
      'FROM a\nHEALTHCHECK --interval=5s CMD cu<|>rl -f x',
      'curl',
      'Shell form',
      "/bin/sh -c 'curl -f x'",
    );
    says('FROM a\nHEALTHCHECK CMD ["cu<|>rl", "x"]', '["curl", "x"]', 'Runs `curl x`');
  });
  it('explains ports, signals, users, labels and paths', () => {
    says('FROM a\nEXPOSE 54<|>32', '5432', 'docker run -p 5432:5432 IMAGE', 'PostgreSQL');
    says('FROM a\nSTOPSIGNAL q<|>uit', 'quit', 'SIGQUIT', 'nginx');
    says('FROM a\nRUN useradd -u 99 app\nUSER a<|>pp', 'app', 'run as `app`', 'line 2');
    says(
      'FROM a\nLABEL org.opencontainers.image.<|>source=x',
      'org.opencontainers.image.source=x',
      'source code',
    );
    says('FROM scratch\nWORKDIR /a\nWORKDIR b/<|>../c', 'b/../c', '`/a/c`');
    says('FROM a\nWORKDIR /a\nCOPY x <|>y/', 'y/', 'directory `/a/y/`');
  });
  it('says what the context has', () => {
    const facts = {
      contextEntries: (directory: string) =>
        directory === '' ? [{ name: 'node_modules', directory: true, ignored: true }] : undefined,
    };
    assert.match(hoverAt('FROM a\nCOPY node_<|>modules /x', facts)?.markdown ?? '', /dockerignore keeps it/);
    assert.match(hoverAt('FROM a\nCOPY sr<|>c /x', facts)?.markdown ?? '', /no src in the context/);
  });
  it('lets no text of the file act as Markdown', () => {
    const found = hoverAt('FROM a\nENV A="](http://evil) ` <img src=x>"\nLABEL x=$<|>A');
    assert.match(found?.markdown ?? '', /= ``\]\(http:\/\/evil\) ` <img src=x>``/);
  });
});
