// `npm run package`: builds for production and makes strata-<version>.vsix with nothing in it but what runs.
import fs from 'node:fs';
import path from 'node:path';
import { ensureInstalled, main, root, step, vsixPath } from './project.mjs';
import { SetupError } from './setup/machine.mjs';
import { readZip } from './zip.mjs';

/** What has no use where the extension runs, or must not leave a developer's machine. */
const unwanted =
  /\.map$|\.tsx?$|^extension\/(client|server|engine|test|scripts|node_modules|out|artifacts)\/|\/\.(git|ci|npmrc|env)/;

await main(async () => {
  await ensureInstalled();
  const vsix = vsixPath();
  fs.rmSync(vsix, { force: true });
  await step(process.execPath, 'esbuild.mjs', '--production');
  await step(
    process.execPath,
    path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    ...['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix],
    // docs/rules.md shows what a token looks like; its letters are all x.
    ...['--allow-package-secrets', 'github'],
  );
  const files = readZip(vsix);
  const names = files.map(({ name }) => name);
  const missing = neededFiles().filter((name) => !names.includes(`extension/${name}`));
  if (missing.length > 0) throw new SetupError(`${path.basename(vsix)} lacks ${missing.join(', ')}.`);
  const surplus = names.filter((name) => unwanted.test(name));
  if (surplus.length > 0) {
    throw new SetupError(`${path.basename(vsix)} holds ${surplus.join(', ')}: name them in .vscodeignore.`);
  }
  console.log(`${path.basename(vsix)}: ${fs.statSync(vsix).size} bytes, ${files.length} files`);
});

/** What the extension cannot do without: all that the build made, and what package.json names. */
function neededFiles() {
  const { main: entry, bin } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const built = fs.readdirSync(path.join(root, 'dist'), { recursive: true, withFileTypes: true });
  const files = built.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  const named = [entry, ...Object.values(bin)].map((file) => path.join(root, file));
  return [...new Set([...named, ...files])].map((file) =>
    path.relative(root, file).split(path.sep).join('/'),
  );
}
