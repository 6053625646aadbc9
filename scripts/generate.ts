/**
 * Writes what follows from objects in the source: docs/rules.md from the rules, docs/settings.md and package.json's
 * `contributes.configuration`, with its texts in package.nls.json, from the settings, docs/commands.md from the commands in package.json with the English
 * texts of package.nls.json, and l10n/bundle.l10n.json from the messages in the source.
 * `--check` writes nothing, names what is out of date and fails.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { messages } from './messages';
import { ruleDocumentation } from '../server/src/report/rule-documentation';
import { rules } from '../server/src/rules';
import { settings, type Setting } from '../server/src/settings';

const root = join(__dirname, '..');
const check = process.argv.includes('--check');

interface Manifest {
  contributes: {
    commands?: { command: string; title: string; category?: string }[];
    configuration?: unknown;
  };
}

void main();

async function main(): Promise<void> {
  const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
  const manifest = JSON.parse(manifestText) as Manifest;
  const texts = new Map(Object.entries(readTexts()).filter(([key]) => !/^(setting|rule)\./.test(key)));
  manifest.contributes.configuration = configuration(texts);
  const files: readonly (readonly [path: string, text: string])[] = [
    ['package.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
    ['package.nls.json', `${JSON.stringify(Object.fromEntries(texts), undefined, 2)}\n`],
    ['l10n/bundle.l10n.json', `${JSON.stringify(englishBundle(), undefined, 2)}\n`],
    ['docs/rules.md', ruleDocs()],
    ['docs/settings.md', settingDocs()],
    ['docs/commands.md', commandDocs(manifest)],
  ];
  const stale: string[] = [];
  for (const [path, text] of files) {
    const target = join(root, path);
    const wanted = await format(text, { ...(await resolveConfig(target)), filepath: target });
    if (wanted === read(target)) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, wanted);
  }
  if (check && stale.length > 0) {
    console.error(`Out of date: ${stale.join(', ')}. Run "npm run generate".`);
    process.exitCode = 1;
  }
}

/** What translators start from: each message under itself. */
function englishBundle(): Record<string, string> {
  return Object.fromEntries(messages(root).map((message) => [message, message]));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The settings as VS Code wants them; their texts go into `texts`, where translations are looked for. */
function configuration(texts: Map<string, string>): unknown {
  const named = (key: string, text: string): string => {
    texts.set(key, text);
    return `%${key}%`;
  };
  return {
    title: 'Strata',
    properties: Object.fromEntries(
      settings.map(({ id, schema, default: value, scope, description }, order) => [
        `strata.${id}`,
        {
          ...schema,
          ...(id === 'rules' ? { properties: ruleProperties(schema, named) } : {}),
          ...(schema.enumDescriptions
            ? {
                enumDescriptions: schema.enumDescriptions.map((text, index) =>
                  named(`setting.${id}.${String(schema.enum?.[index])}`, text),
                ),
              }
            : {}),
          default: value,
          scope,
          // Links into docs/ make no sense in the settings editor.
          markdownDescription: named(`setting.${id}`, description.replace(/ \[[^\]]*\]\([^)]*\)\.?/g, '')),
          order,
        },
      ]),
    ),
  };
}

function ruleProperties(schema: Setting['schema'], named: (key: string, text: string) => string): unknown {
  return Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      {
        ...schema.additionalProperties,
        markdownDescription: named(`rule.${rule.id}`, rule.why),
        default: rule.severity,
      },
    ]),
  );
}

function readTexts(): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
}

function ruleDocs(): string {
  const byId = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '# Rules',
    '',
    'What Strata checks. A rule can be set by its id or by any of its other names, in `strata.rules` or in a comment: `# check=skip=…` at the top of the file or above an instruction, or `# hadolint ignore=…`. This page is generated from the rules.',
    '',
    '| Rule | Also known as | Default | Fix |',
    '| --- | --- | --- | --- |',
    ...byId.map(
      (rule) =>
        `| [${rule.id}](#${rule.id}) | ${rule.aliases.join(', ')} | ${rule.severity} | ${rule.fixed ? 'yes' : ''} |`,
    ),
    '',
    ...byId.map(ruleDocumentation),
  ].join('\n');
}

function settingDocs(): string {
  return [
    '# Settings',
    '',
    'Settings of scope *resource* may differ from folder to folder; those of scope *machine* stand in the user’s own settings only. This page is generated from `server/src/settings.ts`.',
    '',
    ...settings.flatMap(({ id, schema, default: value, scope, description }) => [
      `## strata.${id}`,
      '',
      description.replaceAll('(docs/', '('),
      '',
      `Type ${code(typeName(schema))}, default ${code(JSON.stringify(value))}, scope *${scope}*.`,
      '',
      ...(schema.enumDescriptions ?? []).map(
        (text, index) => `- ${code(String(schema.enum?.[index]))}: ${text}`,
      ),
      '',
    ]),
  ].join('\n');
}

function typeName({ type, enum: values, items, additionalProperties: members }: Setting['schema']): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (items) return `${typeName(items)}[]`;
  if (members) return `{ [name]: ${typeName(members)} }`;
  return typeof type === 'string' ? type : type.join(' | ');
}

function commandDocs({ contributes }: Manifest): string {
  const texts = readTexts();
  const english = (text: string): string => texts[text.replace(/^%(.*)%$/, '$1')] ?? text;
  return [
    '# Commands',
    '',
    'All of them are in the command palette; most are in menus and above the stages of a Dockerfile too. This page is generated from package.json.',
    '',
    '| Command | Name |',
    '| --- | --- |',
    ...(contributes.commands ?? []).map(
      ({ command, title, category }) =>
        `| ${category ? `${category}: ` : ''}${english(title)} | ${code(command)} |`,
    ),
    '',
  ].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
