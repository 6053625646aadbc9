import { mountOptions, type MountOption } from '../../dockerfile/mounts';
import type { Flag } from '../../dockerfile/tree';
import { mounts, type MountKeyReference, type MountReference } from '../../reference/mounts';
import { t } from '../../text';
import { block, bullets, code, paragraphs } from '../markdown';
import { documentationLink } from './instruction';
import { holds, type Topic } from './topic';

/** The key or the value of a `--mount` that stands at `offset`; undefined on the flag's own name. */
export function mountTopic(flag: Flag, offset: number): Topic | undefined {
  const options = mountOptions(flag);
  const option = options.find((each) => holds(each.keySpan, offset) || holds(each.valueSpan, offset));
  if (!option) return undefined;
  const mount = mountOf(options);
  const key = option.key.toLowerCase();
  const span = { start: option.keySpan.start, end: (option.valueSpan ?? option.keySpan).end };
  if (key === 'type') return mount && { span, markdown: mountHelp(mount) };
  const known = mount?.keys.find((each) => each.name === key || each.aliases.includes(key));
  return known && mount && { span, markdown: mountKeyHelp(known, mount, option.value) };
}

/** The kind of a mount; without `type=` it is a bind mount. */
export function mountOf(options: readonly MountOption[]): MountReference | undefined {
  const type = options.find((option) => option.key.toLowerCase() === 'type')?.value ?? 'bind';
  return mounts.find((mount) => mount.type === type.toLowerCase());
}

export function mountHelp(mount: MountReference): string {
  return paragraphs(
    `**${code(`type=${mount.type}`)}** ${t(mount.summary)}`,
    t(mount.details),
    bullets(mount.keys.map((key) => `${code(key.name)}: ${t(key.summary)}${defaultNote(key)}`)),
    block(mount.example),
    documentationLink(`--mount=type=${mount.type}`, mount.link),
  );
}

export function mountKeyHelp(key: MountKeyReference, mount: MountReference, value?: string): string {
  const known = key.values?.find((each) => each.value === value?.toLowerCase());
  const aliases = key.aliases.map((alias) => code(alias)).join(', ');
  return paragraphs(
    known && `${code(known.value)}: ${t(known.summary)}`,
    `**${code(key.name)}** ${t(key.summary)}${defaultNote(key)}`,
    key.values && bullets(key.values.map((each) => `${code(each.value)}: ${t(each.summary)}`)),
    aliases === '' ? undefined : t('Also written {0}', aliases),
    key.since === undefined ? undefined : t('Since version {0} of the Dockerfile syntax', key.since),
    t('In a mount of {0}: {1}', code(`type=${mount.type}`), t(mount.summary)),
    documentationLink(`--mount=type=${mount.type}`, mount.link),
  );
}

function defaultNote(key: MountKeyReference): string {
  return key.default === undefined ? '' : ` ${t('Default: {0}', code(key.default))}`;
}
