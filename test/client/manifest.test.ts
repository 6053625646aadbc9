import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(__dirname, '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const english = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const { contributes, icon } = JSON.parse(text) as {
  icon: string;
  contributes: {
    commands: readonly { command: string; title: string }[];
    menus: Record<string, readonly { command: string }[]>;
    grammars: readonly { path: string }[];
    snippets: readonly { path: string }[];
    languages: readonly { configuration: string }[];
    viewsContainers: { activitybar: readonly { icon: string }[] };
    walkthroughs: readonly { steps: readonly { description: string; media: { markdown: string } }[] }[];
  };
};
const declared = contributes.commands.map(({ command }) => command);

describe('package.json', () => {
  it('has a title for every command in client/src/commands, and for nothing else', () => {
    const folder = join(root, 'client', 'src', 'commands');
    const ids = readdirSync(folder).flatMap((file) => {
      const id = /^ {2}id: '(\w+)',$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
      return id === undefined ? [] : [`strata.${id}`];
    });
    assert.deepEqual([...declared].sort(), ids.sort());
  });

  it('offers in menus and in the walkthrough only commands that exist', () => {
    const linked = contributes.walkthroughs
      .flatMap(({ steps }) => steps)
      .flatMap(({ description }) => [
        ...(english[description.slice(1, -1)] ?? '').matchAll(/command:(strata\.\w+)/g),
      ])
      .map(([, command]) => command);
    const offered = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.equal(linked.length, 5);
    for (const command of [...offered, ...linked]) assert(command && declared.includes(command), command);
  });

  it('names every text in package.nls.json, which holds no other', () => {
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
    for (const { title } of contributes.commands) assert.match(title, /^%.*%$/);
  });

  it('names only files that are there', () => {
    const paths = [
      icon,
      ...[...contributes.grammars, ...contributes.snippets].map(({ path }) => path),
      ...contributes.languages.map(({ configuration }) => configuration),
      ...contributes.viewsContainers.activitybar.map((container) => container.icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    for (const path of paths) assert(existsSync(join(root, path)), path);
  });
});
