/**
 * Builds dist/: client.js, server.js, cli.js, engine.js (dockerode and all that talks to Docker, loaded on
 * first use), context-worker.js and NOTICES.txt. `--production` minifies and leaves source maps out; `--watch` rebuilds.
 */
import { build, context } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { notices } from './scripts/notices.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Modules that dockerode drags in for ssh and for its own build session; Strata uses the system's ssh and buildx. */
const stubbed = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)(\/|$)/;

const stubs = {
  name: 'stubs',
  setup(b) {
    b.onResolve({ filter: stubbed }, (args) => ({ path: args.path, namespace: 'stub' }));
    b.onLoad({ filter: /.*/, namespace: 'stub' }, (args) => ({
      contents: `module.exports = new Proxy(function () {}, { get(_, name) {
        if (name === '__esModule') return undefined;
        return function () { throw new Error(${JSON.stringify(args.path)} + ' is not part of Strata'); };
      } });`,
    }));
  },
};

const entries = {
  client: 'client/src/extension.ts',
  server: 'server/src/main.ts',
  cli: 'server/src/cli.ts',
  engine: 'engine/src/index.ts',
  'context-worker': 'server/src/layers/context-worker.ts',
};

const options = {
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path))),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The bundles find each other beside themselves at run time.
  external: ['vscode', './engine.js', './context-worker.js'],
  mainFields: ['module', 'main'],
  minify: production,
  keepNames: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.STRATA_PRODUCTION': JSON.stringify(production ? '1' : '') },
  plugins: [stubs],
  metafile: true,
};

if (watch) {
  const running = await context(options);
  await running.watch();
} else {
  await rm('dist', { recursive: true, force: true });
  const { metafile } = await build(options);
  // What tree shaking left nothing of is not shipped.
  const shipped = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0),
  );
  await writeFile('dist/NOTICES.txt', notices(shipped, '.'));
  if (existsSync('server/data')) await cp('server/data', 'dist/data', { recursive: true });
}
