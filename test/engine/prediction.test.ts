import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from '../../engine/src/build';
import { layerFacts } from '../../engine/src/layer-facts';
import { computeLayers } from '../../server/src/layers/compute-layers';
import type { LayersView } from '../../server/src/protocol';
import { startEngine, type Engine as Machine } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { runCommand } from '../machine/program';
import { connectTo, project } from './project';

const dockerfile = `ARG GLOBAL=1
FROM busybox:1 AS deps
LABEL a=b
ENV A=1 B=2
ARG USED=u1
ARG UNUSED=n1
WORKDIR /src
COPY package.json ./
RUN echo "used=$USED" > used.txt
COPY src/ src/
RUN cat src/*.txt used.txt > all.txt

FROM busybox:1 AS side
COPY side.txt /
RUN echo side

FROM busybox:1
WORKDIR /app
COPY --from=deps /src/used.txt .
RUN cat used.txt > copied.txt
COPY conf/*.cfg conf/
RUN echo done   && true
CMD ["cat", "used.txt"]
`;

const files = {
  Dockerfile: dockerfile,
  'package.json': '{}',
  'src/a.txt': 'a',
  'src/b.txt': 'b',
  'src/link': { link: 'a.txt' },
  'side.txt': 'side',
  'conf/one.cfg': '1',
  'conf/two.cfg': '2',
  'conf/readme.md': 'text',
  'notes.log': 'log',
  '.dockerignore': '*.log\n',
};

interface Request {
  readonly buildArgs?: Record<string, string>;
  readonly target?: string;
  readonly noCache?: boolean;
}

interface Edit extends Request {
  readonly name: string;
  /** Replaces text in the Dockerfile. */
  readonly replace?: readonly [before: string, after: string];
  readonly change?: (folder: string) => void;
  /** Something on the engine. */
  readonly prepare?: (machine: Machine) => Promise<unknown>;
  /** Line and kind of the reason at the first step that is rebuilt; undefined: nothing is. */
  readonly broken?: readonly [line: number, kind: string];
  /** The same on the old engine, whose build context goes to the builder as a tar. */
  readonly brokenOnOld?: readonly [line: number, kind: string];
}

const write = (path: string, text: string) => (folder: string) => writeFileSync(join(folder, path), text);

/** One after the other in one folder; what each leaves is where the next begins. */
const edits: readonly Edit[] = [
  { name: 'nothing changed' },
  { name: 'times only', change: (at) => utimesSync(join(at, 'src/a.txt'), 1, 1) },
  { name: 'content of a file', change: write('src/a.txt', 'changed'), broken: [10, 'file-changed'] },
  { name: 'content put back', change: write('src/a.txt', 'a') },
  { name: 'a file is new', change: write('src/new.txt', 'new'), broken: [10, 'file-added'] },
  { name: 'a file is gone', change: (at) => rmSync(join(at, 'src/new.txt')) },
  {
    name: 'permissions',
    change: (at) => chmodSync(join(at, 'src/b.txt'), 0o755),
    broken: [10, 'mode-changed'],
  },
  { name: 'an empty folder', change: (at) => mkdirSync(join(at, 'src/empty')), broken: [10, 'file-added'] },
  {
    name: 'the permissions of a folder',
    change: (at) => chmodSync(join(at, 'src/empty'), 0o700),
    brokenOnOld: [10, 'mode-changed'],
  },
  {
    name: 'where a link leads',
    change: (at) => {
      rmSync(join(at, 'src/link'));
      symlinkSync('b.txt', join(at, 'src/link'));
    },
    broken: [10, 'file-changed'],
  },
  { name: 'an ignored file', change: write('notes.log', 'other') },
  { name: 'a file that no instruction reads', change: write('conf/readme.md', 'other') },
  { name: 'a file that a pattern selects', change: write('conf/three.cfg', '3'), broken: [21, 'file-added'] },
  { name: 'a comment', replace: ['ARG GLOBAL=1\n', '# why\nARG GLOBAL=1\n'] },
  { name: 'the comment is gone', replace: ['# why\n', ''] },
  { name: 'the case of a keyword', replace: ['RUN echo done', 'run echo done'] },
  { name: 'the usual case again', replace: ['run echo done', 'RUN echo done'] },
  {
    name: 'blanks in a command',
    replace: ['echo done   &&', 'echo done &&'],
    broken: [22, 'instruction-changed'],
  },
  { name: 'blanks put back', replace: ['echo done &&', 'echo done   &&'] },
  { name: 'a label', replace: ['LABEL a=b', 'LABEL a=c'] },
  { name: 'CMD', replace: ['CMD ["cat"', 'CMD ["cat", "-v"'] },
  { name: 'a global argument that nothing uses', replace: ['GLOBAL=1', 'GLOBAL=2'] },
  { name: 'a variable', replace: ['B=2', 'B=3'], broken: [9, 'environment-changed'] },
  {
    name: 'the order of variables',
    replace: ['ENV A=1 B=3', 'ENV B=3 A=1'],
    broken: [9, 'environment-changed'],
  },
  { name: 'an argument by its default', replace: ['USED=u1', 'USED=u2'], broken: [9, 'argument-changed'] },
  { name: 'an argument on the command line', buildArgs: { USED: 'u3' }, broken: [9, 'argument-changed'] },
  { name: 'an argument that equals the default', buildArgs: { USED: 'u2' } },
  { name: 'an argument that is not declared', buildArgs: { NOPE: '1' } },
  { name: 'the destination, by another way', replace: ['package.json ./', 'package.json /src/'] },
  {
    name: 'another destination',
    replace: ['package.json /src/', 'package.json /src/p/'],
    broken: [8, 'instruction-changed'],
  },
  {
    name: 'an owner',
    replace: ['COPY src/ src/', 'COPY --chown=1 src/ src/'],
    broken: [10, 'instruction-changed'],
  },
  {
    name: 'a user',
    replace: ['RUN echo done', 'USER 1\nRUN echo done'],
    broken: [23, 'instruction-changed'],
  },
  { name: 'no user again', replace: ['USER 1\n', ''] },
  {
    name: 'another shell',
    replace: ['RUN echo done', 'SHELL ["/bin/sh", "-ec"]\nRUN echo done'],
    broken: [23, 'instruction-changed'],
  },
  { name: 'the usual shell again', replace: ['SHELL ["/bin/sh", "-ec"]\n', ''] },
  { name: 'a file of a stage that is not needed', change: write('side.txt', 'other') },
  { name: 'another target', target: 'deps' },
  {
    name: 'an instruction is new',
    replace: ['RUN cat src', 'RUN echo new\nRUN cat src'],
    broken: [11, 'never-built'],
  },
  { name: 'the instruction is gone', replace: ['RUN echo new\n', ''] },
  { name: 'a stage gets another name', replace: ['AS side', 'AS other'] },
  {
    name: 'a mounted file is read',
    replace: ['RUN echo done', 'RUN --mount=type=bind,source=conf,target=/c cat /c/one.cfg\nRUN echo done'],
    broken: [22, 'never-built'],
  },
  { name: 'content of the mounted file', change: write('conf/one.cfg', 'one'), broken: [21, 'file-changed'] },
  {
    name: 'content of a file that is mounted only',
    change: write('conf/readme.md', '!'),
    broken: [22, 'file-changed'],
  },
  {
    name: 'a cache mount',
    replace: ['RUN cat src', 'RUN --mount=type=cache,target=/c,id=a cat src'],
    broken: [11, 'instruction-changed'],
  },
  { name: 'the id of the cache mount', replace: ['id=a', 'id=b'], brokenOnOld: [11, 'instruction-changed'] },
  {
    name: 'where the cache is mounted',
    replace: ['target=/c,id=b', 'target=/d,id=b'],
    broken: [11, 'instruction-changed'],
  },
  { name: 'WORKDIR', replace: ['WORKDIR /app', 'WORKDIR /app2'], broken: [18, 'instruction-changed'] },
  {
    name: 'WORKDIR with a slash at the end',
    replace: ['WORKDIR /app2', 'WORKDIR /app2/'],
    broken: [20, 'instruction-changed'],
  },
  {
    name: 'sources in another order',
    replace: ['conf/*.cfg conf/', 'conf/one.cfg conf/two.cfg conf/'],
    broken: [21, 'instruction-changed'],
  },
  {
    name: 'sources in yet another order',
    replace: ['conf/one.cfg conf/two.cfg', 'conf/two.cfg conf/one.cfg'],
    broken: [21, 'instruction-changed'],
  },
  {
    name: 'an exec form that is the shell form',
    replace: ['RUN cat used.txt > copied.txt', 'RUN ["/bin/sh", "-c", "cat used.txt > copied.txt"]'],
  },
  { name: 'ENV in its old form', replace: ['ENV B=3 A=1', 'ENV B 3\nENV A 1'] },
  {
    name: 'CRLF',
    change: (at) =>
      writeFileSync(
        join(at, 'Dockerfile'),
        readFileSync(join(at, 'Dockerfile'), 'utf8').replaceAll('\n', '\r\n'),
      ),
  },
  { name: 'the base bears another label', prepare: (machine) => rebase(machine, 'LABEL moved=1') },
  {
    name: 'the base sets another variable',
    prepare: (machine) => rebase(machine, 'ENV MOVED=1'),
    broken: [10, 'environment-changed'],
  },
  {
    name: 'the base has another file',
    prepare: (machine) => rebase(machine, 'RUN echo 1 > /moved'),
    broken: [2, 'base-changed'],
  },
  {
    name: 'the ignore file leaves a file out',
    change: write('.dockerignore', '*.log\nsrc/b.txt\n'),
    broken: [11, 'file-removed'],
  },
  { name: 'a comment in the ignore file', change: write('.dockerignore', '# why\n*.log\nsrc/b.txt\n') },
  { name: 'without the cache', noCache: true, broken: [9, 'no-cache'] },
  { name: 'with the cache again' },
];

/** Moves the tag of the base to an image on top of it. */
async function rebase(machine: Machine, instruction: string): Promise<void> {
  const folder = project({ Dockerfile: `FROM busybox:1\n${instruction}\n` });
  await machine.cli(['build', '--tag', 'busybox:1', folder]);
}

for (const engine of ['current', 'old'] as const)
  describe(`the prediction of the next build on the ${engine} engine`, () => {
    let machine: Machine;
    let folder: string;

    before(async () => {
      machine = await startEngine(engine);
      await makeBaseImage(machine, 'busybox:1');
      folder = project(files);
      await built({});
    });
    after(() => machine.stop());

    let text = dockerfile;

    async function built(request: Request) {
      const result = await build(
        connectTo(machine),
        { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: ['predicted'], ...request },
        () => undefined,
      );
      assert.equal(result.error, undefined);
      return new Map(result.steps.map(({ line, status }) => [line, status]));
    }

    async function foretold({ buildArgs = {}, target, noCache = false }: Request): Promise<LayersView> {
      return computeLayers({
        text,
        dockerfile: join(folder, 'Dockerfile'),
        context: folder,
        target,
        platform: undefined,
        buildArgs,
        noCache,
        engine: await layerFacts(connectTo(machine), text, buildArgs),
        image: undefined,
        now: Date.now(),
      });
    }

    for (const edit of edits) {
      it(edit.name, async () => {
        if (edit.replace) {
          assert.ok(text.includes(edit.replace[0]));
          text = text.replace(...edit.replace);
          writeFileSync(join(folder, 'Dockerfile'), text);
        }
        edit.change?.(folder);
        await edit.prepare?.(machine);
        // A target of its own has its own record, which the first build makes.
        if (edit.target !== undefined) await built(edit);
        const view = await foretold(edit);
        const outcome = await built(edit);

        assert.equal(view.basis.kind, 'record');
        const wrong = view.instructions.flatMap(({ line, instruction, prediction }) => {
          const status = outcome.get(line);
          const isWrong =
            instruction !== 'FROM' &&
            ((prediction === 'hit' && status !== 'cached') ||
              (prediction === 'rebuild' && status !== 'done'));
          return isWrong ? [`line ${line}: foretold ${prediction}, was ${status ?? 'not reached'}`] : [];
        });
        assert.deepEqual(wrong, []);
        const first = view.instructions.find(({ prediction }) => prediction === 'rebuild');
        const broken = (machine.buildx ? undefined : edit.brokenOnOld) ?? edit.broken;
        assert.deepEqual(first && [first.line, first.reason?.kind], broken);
        assert.equal(view.totals.unknown, 0);
      });
    }

    it('promises no rebuild of what a terminal has built since', async () => {
      writeFileSync(join(folder, 'src/a.txt'), 'from the terminal');
      const env = { ...machine.env, DOCKER_BUILDKIT: '1' };
      assert.equal((await runCommand(machine.docker, ['build', folder], { env })).code, 0);
      const view = await foretold({});
      const outcome = await built({});
      const [wrong] = view.instructions.filter(
        ({ line, prediction }) => prediction === 'rebuild' && outcome.get(line) !== 'done',
      );
      assert.equal(wrong, undefined);
      const copy = view.instructions.find(({ text: its }) => its.endsWith('COPY --chown=1 src/ src/'));
      assert.deepEqual([copy?.prediction, copy?.reason?.kind], ['unknown', 'maybe-changed']);
    });

    it('promises nothing once the cache was pruned', async () => {
      await machine.cli(['builder', 'prune', '--all', '--force']);
      const view = await foretold({});
      assert.deepEqual(
        new Set(view.instructions.map(({ prediction }) => prediction)),
        new Set([undefined, 'not-built', 'unknown', 'depends']),
      );
    });

    it('says where it does not know of an earlier build', async () => {
      const { basis, instructions } = computeLayers({
        text,
        dockerfile: join(folder, 'Elsewhere'),
        context: folder,
        target: undefined,
        platform: undefined,
        buildArgs: {},
        noCache: false,
        engine: await layerFacts(connectTo(machine), text),
        image: undefined,
        now: Date.now(),
      });
      assert.equal(basis.kind, 'none');
      assert.ok(instructions.every(({ prediction }) => prediction !== 'hit' && prediction !== 'rebuild'));
    });
  });
