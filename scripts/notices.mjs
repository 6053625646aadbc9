// The notices of the packages that are bundled into dist/: dist/NOTICES.txt, written by every build.
import fs from 'node:fs';
import path from 'node:path';

/** Name, version, licence and its text for each package of which code came into a bundle; `inputs` are esbuild's. */
export function notices(inputs, root) {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packages = [...folders].map((folder) => read(path.join(root, folder)));
  const named = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  return [...named.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/d.js` → `node_modules/a/node_modules/@b/c`; undefined for our own code. */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function read(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { name, version, license = manifest.licenses?.[0]?.type ?? 'licence not named', author } = manifest;
  const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const by = typeof author === 'string' ? author : author?.name;
  const text = file
    ? fs.readFileSync(path.join(folder, file), 'utf8')
    : `Copyright ${by ?? `the authors of ${name}`}. The package holds no text of its licence.`;
  return { name, version, license, text };
}
