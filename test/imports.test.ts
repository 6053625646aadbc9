import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { describe, it } from 'node:test';

const root = join(__dirname, '..');
const node = /^node:/;
const protocol = /^server\/src\/protocol$/;
const text = /^server\/src\/text$/;
const dockerfile = /^server\/src\/dockerfile\//;
const reference = /^server\/src\/reference(\/|$)/;
const rules = /^server\/src\/rules(\/|$)/;
const refactorings = /^server\/src\/refactorings(\/|$)/;
const hadolint = /^server\/src\/hadolint(\/|$)/;
const layers = /^server\/src\/layers\//;
const registry = /^server\/src\/registry\//;
const pureRegistry = /^server\/src\/registry\/(catalogue|eol|offline|ranking|reference|suggest|tag)/;
const engine = /^engine\/src(\/|$)/;
const client = /^client\/src\//;

/** ARCHITECTURE.md, "What may import what": the longest prefix of a file's path decides. */
const allowed: Record<string, readonly RegExp[]> = {
  'server/src/dockerfile/': [dockerfile, text, /^dockerfile-ast$/, /^unbash$/],
  'server/src/reference/': [reference],
  'server/src/rules/': [rules, dockerfile, reference, text],
  'server/src/hadolint/': [hadolint, dockerfile, reference, text],
  'server/src/refactorings/': [refactorings, dockerfile, reference, rules, text],
  'server/src/features/': [
    /^server\/src\/features(\/|$)/,
    refactorings,
    dockerfile,
    reference,
    rules,
    pureRegistry,
    protocol,
    text,
    /^vscode-languageserver-types$/,
  ],
  'server/src/layers/': [layers, dockerfile, protocol, text, /^node:(fs|path|crypto|worker_threads|os)/],
  'server/src/registry/': [registry, dockerfile, text, node],
  'server/src/report/': [/^server\/src\/report\//, dockerfile, hadolint, rules, text],
  'server/src/protocol.ts': [],
  'server/src/text.ts': [/^@vscode\/l10n$/],
  'server/src/': [
    /^server\/src\//,
    engine,
    /^yaml$/,
    /^package\.json$/,
    /^vscode-languageserver(-|\/|$)/,
    node,
  ],
  'engine/src/': [engine, dockerfile, layers, registry, text, /^dockerode$/, /^docker-modem$/, node],
  'client/src/': [client, engine, protocol, /^vscode$/, /^vscode-languageclient(\/|$)/, node],
};

const files = Object.keys(sources());

describe('imports', () => {
  it('follow the table of ARCHITECTURE.md', () => {
    const broken = files.flatMap((file) => {
      const folder = Object.keys(allowed)
        .filter((prefix) => file.startsWith(prefix))
        .sort((a, b) => b.length - a.length)[0];
      assert.ok(folder, `${file} lies in no folder of the table`);
      return importsOf(file)
        .filter((name) => !allowed[folder]?.some((pattern) => pattern.test(name)))
        .map((name) => `${file} imports ${name}`);
    });
    assert.deepEqual(broken, []);
  });

  it('have no cycles', () => {
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (file: string): void => {
      if (done.has(file)) return;
      assert.ok(!path.includes(file), [...path.slice(path.indexOf(file)), file].join(' → '));
      path.push(file);
      for (const name of importsOf(file, 'values')) {
        const target = [`${name}.ts`, `${name}/index.ts`].find((candidate) => files.includes(candidate));
        if (target !== undefined) visit(target);
      }
      path.pop();
      done.add(file);
    };
    files.forEach(visit);
  });
});

/** Path → text of every source file, paths relative to the repository with slashes. */
function sources(): Record<string, string> {
  return Object.fromEntries(
    ['client/src', 'server/src', 'engine/src'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
        }),
    ),
  );
}

/** What a file imports: repository paths without `.ts`, package names, `node:` names. */
function importsOf(file: string, what: 'all' | 'values' = 'all'): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  // Types may name each other both ways: nothing of that is left at run time.
  const code = what === 'all' ? source : source.replace(/^(?:import|export) type\b[^;]*;/gm, '');
  const names = [...code.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)/gm)];
  return names.map(([, from, dynamic]) => {
    const name = from ?? dynamic ?? '';
    if (name.startsWith('.'))
      return posix.normalize(posix.join(dirname(file), name)).replace(/\.ts$|\.json$(?<!package\.json)/, '');
    return builtinModules.includes(name) ? `node:${name}` : name;
  });
}
