import * as vscode from 'vscode';
import { portsText } from './container-argument';
import type { ContainerInspection, HistoryEntry, ImageConfig, ImageInspection } from './engine';
import { humanAge, humanSize } from './human-text';
import { isSecretName, mask } from './secret-name';
import { joinWords } from './split-words';

/**
 * What the engine says of an image, as Markdown that reads well without a preview too.
 *
 * @param command the docker command that tells the same
 */
export function imageText(
  image: string,
  inspection: ImageInspection,
  history: readonly HistoryEntry[],
  command: string,
): string {
  const { id, tags, digests, platform, created, size, config } = inspection;
  const { l10n } = vscode;
  return document(image, command, [
    facts([
      [l10n.t('Id'), code(id.replace(/^sha256:/, '').slice(0, 12))],
      [l10n.t('Tags'), tags.map(code).join(', ')],
      [l10n.t('Digests'), digests.map(code).join(', ')],
      [l10n.t('Platform'), code(platform)],
      [l10n.t('Size'), humanSize(size)],
      [l10n.t('Created'), created === undefined ? '' : dateText(created)],
    ]),
    section(l10n.t('What runs'), commandFacts(config, inspection.command)),
    ...configSections(config),
    section(l10n.t('Layers, the oldest first'), layerTable(history)),
  ]);
}

/** What the engine says of a container; see imageText. */
export function containerText(inspection: ContainerInspection, command: string): string {
  const { id, name, image, created, state, config, ports, mounts, networks, changes } = inspection;
  const { l10n } = vscode;
  const health = state.health === undefined ? '' : `, ${state.health}`;
  return document(name, command, [
    facts([
      [l10n.t('Id'), code(id.slice(0, 12))],
      [l10n.t('Image'), code(image)],
      [l10n.t('State'), `${state.status}${health}`],
      [l10n.t('Exit code'), state.status === 'exited' ? String(state.exitCode) : ''],
      [l10n.t('Out of memory'), state.outOfMemory ? l10n.t('yes: it was killed for it') : ''],
      [l10n.t('Error'), state.error],
      [l10n.t('Created'), dateText(created)],
      [l10n.t('Started'), state.started === undefined ? '' : dateText(state.started)],
      [l10n.t('Ports'), portsText(ports)],
      [l10n.t('Networks'), networks.map((network) => `${network.name} ${network.address}`.trim()).join(', ')],
    ]),
    section(l10n.t('What runs'), commandFacts(config, inspection.command)),
    changes && changes.length > 0
      ? section(
          l10n.t('Otherwise than the image says'),
          table(
            [l10n.t('What'), l10n.t('Image'), l10n.t('Container')],
            changes.map(({ what, before, after }) => [
              code(what),
              code(shown(what, before)),
              code(shown(what, after)),
            ]),
          ),
        )
      : '',
    mounts.length === 0
      ? ''
      : section(
          l10n.t('Mounts'),
          table(
            [l10n.t('In the container'), l10n.t('From'), l10n.t('Kind')],
            mounts.map(({ type, source, target, readOnly }) => [
              code(target),
              code(source),
              readOnly ? l10n.t('{0}, read-only', type) : type,
            ]),
          ),
        ),
    ...configSections(config),
  ]);
}

function document(title: string, command: string, parts: readonly string[]): string {
  const text = [`# ${title}`, code(command), ...parts].filter((part) => part !== '').join('\n\n');
  return `${text}\n`;
}

function commandFacts(
  { entrypoint, cmd, workdir, user, stopSignal }: ImageConfig,
  all: readonly string[],
): string {
  const { l10n } = vscode;
  return facts([
    [l10n.t('Command line'), code(joinWords(all))],
    ['ENTRYPOINT', code(entrypoint.length === 0 ? '' : JSON.stringify(entrypoint))],
    ['CMD', code(cmd.length === 0 ? '' : JSON.stringify(cmd))],
    ['WORKDIR', code(workdir)],
    ['USER', user === '' ? l10n.t('root, since none is set') : code(user)],
    ['STOPSIGNAL', code(stopSignal)],
  ]);
}

function configSections({ env, ports, volumes, labels, healthcheck, onbuild }: ImageConfig): string[] {
  const { l10n } = vscode;
  const values = env.map(({ name, value }) => [code(name), code(shown(name, value))]);
  return [
    values.length === 0
      ? ''
      : section(l10n.t('Environment'), table([l10n.t('Name'), l10n.t('Value')], values)),
    ports.length === 0
      ? ''
      : section(l10n.t('Exposed ports'), ports.map((port) => `- ${code(port)}`).join('\n')),
    volumes.length === 0
      ? ''
      : section(l10n.t('Volumes'), volumes.map((path) => `- ${code(path)}`).join('\n')),
    Object.keys(labels).length === 0
      ? ''
      : section(
          l10n.t('Labels'),
          table(
            [l10n.t('Name'), l10n.t('Value')],
            Object.entries(labels).map(([name, value]) => [code(name), code(value)]),
          ),
        ),
    healthcheck ? section('HEALTHCHECK', code(joinWords(healthcheck.test))) : '',
    onbuild.length === 0 ? '' : section('ONBUILD', onbuild.map((text) => `- ${code(text)}`).join('\n')),
  ];
}

function layerTable(history: readonly HistoryEntry[]): string {
  const rows = history.map(({ createdBy, size }, index) => [
    String(index + 1),
    size === 0 ? '–' : humanSize(size),
    code(instructionText(createdBy)),
  ]);
  return table(['#', vscode.l10n.t('Size'), vscode.l10n.t('Made by')], rows);
}

/** The instruction without what builders put around it. */
function instructionText(createdBy: string): string {
  return createdBy
    .replace(/ # buildkit$/, '')
    .replace(/^(?:\|\d+ .*? )?\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^RUN (?:\|\d+ .*? )?\/bin\/sh -c /, 'RUN ')
    .replace(/^\/bin\/sh -c /, 'RUN ');
}

const section = (title: string, body: string): string => `## ${title}\n\n${body}`;

/** Names with values; what has none is left out. */
function facts(entries: readonly (readonly [string, string])[]): string {
  return entries
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n');
}

/** With its columns in line, so that it reads as a table without being rendered. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.min(60, Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`.replace(/ +\|$/, ' |');
  return [
    line(head),
    `| ${widths.map((width, column) => '-'.repeat(column === widths.length - 1 ? 3 : width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

/** Text as it stands, on one line, in a fence longer than any that it holds; a bar would end the cell. */
function code(text: string): string {
  if (text === '') return '';
  const plain = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return '–';
  return value !== '' && isSecretName(name.replace(/^ENV /, '')) ? mask : value;
}

function dateText(iso: string): string {
  const date = new Date(iso);
  return `${date.toLocaleString()} (${humanAge(date)})`;
}
