import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveCompletion } from '../../server/src/features/resolve-completion';
import { completionsAt, offlineFacts } from '../check';

const context = {
  ...offlineFacts,
  contextEntries: (directory: string) =>
    ({
      '': [
        { name: 'src', directory: true, ignored: false },
        { name: 'package.json', directory: false, ignored: false },
        { name: 'my file.txt', directory: false, ignored: false },
        { name: 'node_modules', directory: true, ignored: true },
      ],
      src: [{ name: 'main.js', directory: false, ignored: false }],
    })[directory],
};

/** The first suggestions, in order. */
function first(marked: string, ...labels: readonly string[]): void {
  assert.deepEqual(completionsAt(marked, context).labels.slice(0, labels.length), labels);
}

/** All suggestions, in order. */
function all(marked: string, ...labels: readonly string[]): void {
  assert.deepEqual(completionsAt(marked, context).labels, labels);
}

function takes(marked: string, label: string, after: string): void {
  assert.equal(completionsAt(marked, context).taken(label), after);
}

describe('completion of instructions', () => {
  it('begins a file with FROM and ARG', () => {
    first('<|>', 'FROM', 'ARG');
    assert.ok(completionsAt('<|>').labels.includes('RUN'));
  });
  it('replaces the keyword that is typed and goes on behind it', () => {
    takes('FROM a\nEX<|>', 'EXPOSE', 'FROM a\nEXPOSE ');
    takes('FROM a\n  EX<|>', 'EXPOSE', 'FROM a\n  EXPOSE ');
  });
  it('opens the next list where the editor can', () => {
    const facts = { commands: new Set(['editor.action.triggerSuggest']) };
    assert.equal(completionsAt('FR<|>', facts).item('FROM').command?.command, 'editor.action.triggerSuggest');
    assert.equal(completionsAt('FR<|>').item('FROM').command, undefined);
  });
  it('replaces the keyword alone where arguments stand', () => {
    takes('FROM a\nR<|>UN npm ci', 'COPY', 'FROM a\nCOPY npm ci');
    assert.ok(!completionsAt('FROM a\nR<|> npm ci').labels.includes('RUN ["program", "argument"]'));
  });
  it('offers the forms as snippets, as plain text where an editor knows none', () => {
    takes('FROM a\nCM<|>', 'CMD ["program", "argument"]', 'FROM a\nCMD ["${1:program}", "${2:argument}"]');
    const plain = completionsAt('FROM a\nCM<|>', { snippets: false });
    assert.equal(plain.taken('CMD ["program", "argument"]'), 'FROM a\nCMD ["program", "argument"]');
    assert.equal(plain.item('CMD ["program", "argument"]').insertTextFormat, undefined);
  });
  it('keeps the case of the file', () => {
    takes('from a\nrun x\nco<|>', 'copy', 'from a\nrun x\ncopy ');
  });
  it('offers triggers behind ONBUILD, none that Docker refuses', () => {
    const { labels } = completionsAt('FROM a\nONBUILD <|>');
    assert.ok(labels.includes('RUN') && labels.includes('COPY'));
    assert.ok(!labels.some((label) => /^(FROM|ONBUILD|MAINTAINER)/.test(label)));
    takes('FROM a\nONBUILD CO<|>', 'COPY', 'FROM a\nONBUILD COPY ');
  });
  it('puts the retired MAINTAINER last, and turns it into a label', () => {
    const { labels, taken } = completionsAt('FROM a\n<|>');
    assert.equal(labels.at(-1), 'MAINTAINER name');
    assert.equal(taken('MAINTAINER name'), 'FROM a\nLABEL org.opencontainers.image.authors="${1:name}"');
  });
  it('offers none inside heredocs, comments and text that is no keyword', () => {
    all('FROM a\nRUN <<EOF\nec<|>\nEOF');
    all('FROM a\n1.2.<|>');
    all('FROM a\n# some R<|>');
  });
  it('documents an item when it is asked to', () => {
    const item = resolveCompletion(completionsAt('FROM a\nRU<|>').item('RUN'));
    assert.match(JSON.stringify(item.documentation), /RUN or CMD\?/);
  });
});

describe('completion of flags and their values', () => {
  it('offers the flags of the instruction', () => {
    all('FROM a\nCOPY --<|>', '--from', '--chown', '--chmod', '--link', '--exclude', '--parents');
    all('FROM --<|>', '--platform');
    all('FROM a\nUSER --<|>');
  });
  it('offers no flag twice but those that may be repeated', () => {
    all(
      'FROM a\nCOPY --from=x --exclude=y --l<|> a b',
      '--chown',
      '--chmod',
      '--link',
      '--exclude',
      '--parents',
    );
  });
  it('replaces the name and keeps a value that is there', () => {
    takes('FROM a\nCOPY --fr<|>om=x a b', '--chown', 'FROM a\nCOPY --chown=x a b');
    takes('FROM a\nCOPY --l<|>', '--link', 'FROM a\nCOPY --link ');
    takes('FROM a\nCOPY --c<|>', '--chown', 'FROM a\nCOPY --chown=');
  });
  it('offers fixed values', () => {
    all('FROM a\nRUN --network=<|> x', 'default', 'none', 'host');
    all('FROM a\nRUN --security=<|>', 'sandbox', 'insecure');
    all('FROM a\nADD --unpack=<|>', 'true', 'false');
    first('FROM --platform=<|> node', '$BUILDPLATFORM', '$TARGETPLATFORM', 'linux/amd64');
    takes('FROM --platform=linux/a<|>md64 node', 'linux/arm64', 'FROM --platform=linux/arm64 node');
    first('FROM a\nHEALTHCHECK --interval=<|>', '1s', '5s');
  });
  it('offers users for --chown', () => {
    const { labels } = completionsAt('FROM a\nRUN useradd --uid 99 app\nCOPY --chown=<|> a b');
    assert.ok(labels.includes('app') && labels.includes('1000:1000'));
  });
  it('works in triggers, continuations and with another escape', () => {
    all('FROM a\nONBUILD RUN --network=<|>', 'default', 'none', 'host');
    all('# escape=`\nFROM a\nRUN `\n  --network=<|>', 'default', 'none', 'host');
    all('FROM a\nRUN \\\n# comment\n\n --network=<|>', 'default', 'none', 'host');
  });
});

describe('completion of mounts', () => {
  it('offers types first, each with what it needs', () => {
    first('FROM a\nRUN --mount=<|>', 'type=cache', 'type=bind', 'type=secret', 'type=ssh', 'type=tmpfs');
    takes('FROM a\nRUN --mount=type=<|>', 'cache', 'FROM a\nRUN --mount=type=cache,target=${1:/root/.cache}');
    takes(
      'FROM a\nRUN --mount=type=ca<|>che,target=/x y',
      'tmpfs',
      'FROM a\nRUN --mount=type=tmpfs,target=/x y',
    );
  });
  it('offers the keys of the type that are not there yet', () => {
    all('FROM a\nRUN --mount=type=tmpfs,<|>', 'target', 'size');
    all('FROM a\nRUN --mount=type=ssh,id=x,dst=/s,<|>', 'required', 'mode', 'uid', 'gid');
    takes('FROM a\nRUN --mount=type=tmpfs,ta<|> x', 'target', 'FROM a\nRUN --mount=type=tmpfs,target= x');
    takes('FROM a\nRUN --mount=type=bind,<|>', 'readwrite', 'FROM a\nRUN --mount=type=bind,readwrite');
  });
  it('offers values', () => {
    all('FROM a\nRUN --mount=type=cache,sharing=<|>,target=/x', 'shared', 'locked', 'private');
    first('FROM a\nRUN --mount=type=cache,target=<|>', '/root/.npm');
    all('FROM a AS b\nFROM c\nRUN --mount=type=bind,from=<|>', 'b');
    all('FROM a\nRUN --mount=type=secret,required=<|>', 'true', 'false');
  });
  it('offers paths of the context for a bind mount, unless it comes from a stage', () => {
    all('FROM a\nRUN --mount=type=bind,source=src/<|>', 'main.js');
    all('FROM a\nRUN --mount=type=bind,from=x,source=<|>');
  });
});

describe('completion of stages and images', () => {
  const file = 'FROM node:24-slim AS deps\nFROM deps AS build\nFROM nginx:1.29\n';
  it('offers stages first, the nearest first, by number only to COPY', () => {
    first(`${file}COPY --from=<|> /x /y`, 'build', 'deps', '1', '0');
    first('FROM a AS one\nFROM <|>', 'one');
    all(`${file}RUN --mount=from=<|>`, 'build', 'deps');
  });
  it('offers images of the engine and of the workspace before the official ones', () => {
    const { labels } = completionsAt('FROM <|>', {
      ...offlineFacts,
      localImages: [{ name: 'acme/api', tags: ['2.0'] }],
      usedImages: ['python:3.14'],
    });
    assert.deepEqual(labels.slice(0, 3), ['python:3.14', 'acme/api:2.0', 'alpine']);
  });
  it('says quietly why a registry has not said more, and offers to trust it', () => {
    const registryNote = () => ({ text: 'r.io is not trusted.', untrustedHost: 'r.io' });
    const { items, taken } = completionsAt('FROM r.io/a:1<|>.2', {
      registryNote,
      commands: new Set(['strata.trustRegistry']),
    });
    assert.deepEqual(items.at(-1)?.command?.arguments, ['r.io']);
    assert.equal(taken('r.io is not trusted.'), 'FROM r.io/a:1.2');
    const other = completionsAt('FROM r.io/a:1<|>', { registryNote });
    assert.deepEqual(other.labels, ['r.io is not trusted.']);
    assert.equal(other.items[0]?.command, undefined);
  });
  it('searches Docker Hub only when that is chosen, and for no name with a registry', () => {
    const facts = { ...offlineFacts, commands: new Set(['strata.searchImages']) };
    const { items, taken } = completionsAt('FROM zeb<|>ra', facts);
    const label = 'Search Docker Hub for "zeb"';
    assert.deepEqual(items.find((item) => item.label === label)?.command?.arguments, ['zeb']);
    assert.equal(taken(label), 'FROM zebra');
    for (const text of ['FROM <|>', 'FROM ghcr.io/zeb<|>']) {
      assert.ok(!completionsAt(text, facts).labels.some((each) => each.startsWith('Search')));
    }
  });
  it('offers names that begin with what is typed', () => {
    const { labels, taken, isIncomplete } = completionsAt('FROM nod<|>');
    assert.equal(labels[0], 'node');
    assert.equal(taken('node'), 'FROM node');
    assert.ok(isIncomplete);
  });
  it('offers tags: supported and newest first, none that has ended', () => {
    const { labels, items } = completionsAt('FROM node:<|>');
    assert.ok(labels.slice(0, 4).includes('24'), labels.join());
    assert.ok(labels.indexOf('latest') !== 0);
    assert.ok(items.slice(0, 12).every(({ tags }) => tags === undefined));
  });
  it('replaces the whole tag and keeps what follows', () => {
    takes('FROM node:22-<|>alpine AS x', '22-slim', 'FROM node:22-slim AS x');
  });
  it('replaces a name and keeps its tag', () => {
    takes('FROM no<|>de:22 AS x', 'node', 'FROM node:22 AS x');
  });
  it('offers AS behind the image, and names behind AS', () => {
    all('FROM node <|>', 'AS');
    first('FROM a AS base\nFROM node AS <|>', 'deps', 'build');
  });
});

describe('completion of variables', () => {
  it('offers what is in scope, the last first', () => {
    all('FROM a\nENV A=1\nARG B=2\nRUN echo $<|>', 'B', 'A', 'PATH');
    all('FROM a\nENV A=1\nWORKDIR /${A<|>', 'A', 'PATH');
    first('ARG V=1\nFROM node:$<|>', 'V');
  });
  it('leaves ARG out where it has ended', () => {
    all('FROM a\nENV A=1\nARG B=2\nCMD echo $<|>', 'A', 'PATH');
  });
  it('inherits from the stage below', () => {
    all('FROM a AS b\nENV A=1\nFROM b\nEXPOSE $<|>', 'A', 'PATH');
  });
  it('closes a brace that is open', () => {
    takes('FROM a\nENV A=1\nUSER ${<|>', 'A', 'FROM a\nENV A=1\nUSER ${A}');
    takes('FROM a\nENV A=1\nUSER ${<|>}', 'A', 'FROM a\nENV A=1\nUSER ${A}');
    takes('FROM a\nENV AB=1\nUSER $<|>A/x', 'AB', 'FROM a\nENV AB=1\nUSER $AB/x');
  });
  it('offers modifiers', () => {
    first('FROM a\nENV A=${B:<|>}', ':-', '-', ':+');
    takes('FROM a\nENV A=${B:<|>}', ':-', 'FROM a\nENV A=${B:-${1:word}}');
  });
  it('offers none behind the escape character', () => {
    all('FROM a\nENV A=1\nENV B=\\$<|>');
  });
  it('works inside heredocs', () => {
    all('FROM a\nENV A=1\nRUN <<EOF\necho $<|>\nEOF', 'A', 'PATH');
    all('FROM a\nENV A=1\nCOPY <<"EOF" /x\n$<|>\nEOF');
  });
});

describe('completion of paths', () => {
  it('offers the context, and shows what is ignored last', () => {
    const { labels, item } = completionsAt('FROM a\nCOPY <|>', context);
    assert.deepEqual(labels.slice(0, 3), ['src/', 'package.json', 'my file.txt']);
    assert.equal(labels.at(-1), 'node_modules/');
    assert.match(item('node_modules/').detail ?? '', /\.dockerignore/);
  });
  it('goes on below a directory', () => {
    takes('FROM a\nCOPY ./src/<|>', 'main.js', 'FROM a\nCOPY ./src/main.js');
    takes('FROM a\nADD src/m<|>x.js /y', 'main.js', 'FROM a\nADD src/main.js /y');
    all('FROM a\nCOPY *.j<|>');
  });
  it('offers directories of the image as destination', () => {
    const { labels } = completionsAt('FROM a\nWORKDIR /w\nWORKDIR sub\nCOPY x <|>', context);
    assert.ok(
      labels.indexOf('./') < labels.indexOf('/w/sub/') && labels.indexOf('/w/sub/') < labels.indexOf('/app/'),
    );
  });
  it('offers what an earlier stage has made', () => {
    all(
      'FROM a AS b\nWORKDIR /w\nCOPY x dist/\nFROM c\nCOPY --from=b <|>',
      '/w/dist',
      '/w',
      '--chown',
      '--chmod',
      '--link',
      '--exclude',
      '--parents',
    );
  });
  it('works in JSON form, where names may hold blanks', () => {
    takes('FROM a\nCOPY ["<|>', 'my file.txt', 'FROM a\nCOPY ["my file.txt');
    all('FROM a\nCOPY [<|>');
  });
  it('offers directories made earlier to WORKDIR and VOLUME', () => {
    first('FROM scratch\nWORKDIR /w\nVOLUME <|>', '/w');
    first('FROM a\nRUN x && mkdir -p /one /two/\nWORKDIR <|>', '/two', '/one');
  });
});

describe('completion of other words', () => {
  it('offers users that the file has made', () => {
    first('FROM a\nRUN addgroup g && adduser -D -u 10 app\nUSER <|>', 'app');
    first('FROM a AS b\nRUN useradd -m ada\nFROM b\nUSER <|>', 'ada');
  });
  it('offers ports: variables and those of other stages first, protocols behind the slash', () => {
    first('FROM a\nEXPOSE 9999\nFROM b\nENV PORT=1\nEXPOSE <|>', '9999', '$PORT', '8080');
    all('FROM a\nEXPOSE 53/<|>', 'tcp', 'udp', 'sctp');
  });
  it('offers signals, labels, arguments, health checks and shells', () => {
    first('FROM a\nSTOPSIGNAL <|>', 'SIGTERM', 'SIGQUIT');
    takes(
      'FROM a\nLABEL org.open<|>',
      'org.opencontainers.image.licenses',
      'FROM a\nLABEL org.opencontainers.image.licenses="${1:MIT}"',
    );
    first('ARG V=1\nFROM a\nARG <|>', 'V', 'TARGETPLATFORM');
    first('FROM a\nARG V=1\nENV <|>', 'V=$V', 'PATH', 'PORT', 'NODE_ENV');
    takes('FROM a\nENV PA<|>', 'PATH', 'FROM a\nENV PATH=${1:/app/bin:\\$PATH}');
    first('FROM a\nHEALTHCHECK <|>', 'CMD', 'NONE', '--interval');
    first('FROM a\nSHELL <|>', '["/bin/bash", "-o", "pipefail", "-c"]');
    first('FROM a\nCMD <|>', '["program", "argument"]');
  });
  it('offers flags of commands in RUN where they nearly always belong', () => {
    all('FROM a\nRUN apt-get update && apt-get -y install -<|>', '--no-install-recommends');
    all('FROM a\nRUN make -<|>');
  });
});

describe('completion in comments', () => {
  it('offers directives at the very top', () => {
    all('# <|>\nFROM a', 'syntax=', 'escape=', 'check=', 'hadolint ignore=');
    all('# escape=`\n# <|>\nFROM a', 'syntax=', 'check=', 'hadolint ignore=');
    all('# escape=<|>', '\\', '`');
    takes('# synt<|>ax=x\nFROM a', 'check=', '# check=x\nFROM a');
  });
  it('offers only check= further down', () => {
    all('FROM a\n# <|>\nRUN x', 'check=', 'hadolint ignore=');
  });
  it('offers the names of rules to switch off', () => {
    takes('# check=skip=<|>\nFROM a', 'StageNameCasing', '# check=skip=StageNameCasing\nFROM a');
    takes(
      '# check=skip=StageNameCasing,J<|>\nFROM a',
      'JSONArgsRecommended',
      '# check=skip=StageNameCasing,JSONArgsRecommended\nFROM a',
    );
    const { labels } = completionsAt('FROM a\n# hadolint ignore=<|>\nRUN x');
    assert.ok(labels.includes('DL3024'));
    assert.equal(new Set(labels).size, labels.length);
  });
});
