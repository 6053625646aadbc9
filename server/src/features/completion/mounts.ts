import { cacheDirectories } from '../../reference/cache-directories';
import { mounts, type MountKeyReference, type MountReference } from '../../reference/mounts';
import { t } from '../../text';
import { around, type Cursor } from './cursor';
import type { Suggestion } from './item';
import { contextPaths } from './paths';
import { stageSuggestions } from './stages';
import type { Suggestions } from './suggestions';

/** Inside the value of `--mount=`: types, the keys that the type has and the line has not yet, and values. */
export function mountSuggestions(cursor: Cursor, value: string): Suggestions {
  const fields = value.split(',');
  const field = fields.pop() ?? '';
  const given = new Map(
    fields.map((each) => {
      const [key = '', ...rest] = each.split('=');
      return [key.toLowerCase(), rest.join('=')];
    }),
  );
  const equals = field.indexOf('=');
  const stop = /[\s,]/;
  if (equals < 0) {
    const span = around(cursor, field.length, /[\s,=]/);
    const followed = cursor.dockerfile.text.charAt(span.end) === '=';
    return { span, suggestions: keys(given, followed) };
  }
  const key = field.slice(0, equals).toLowerCase();
  const typed = field.slice(equals + 1);
  const span = around(cursor, typed.length, stop);
  if (key === 'type') return { span, suggestions: types(span.end > cursor.offset) };
  const mount = mountOf(given);
  const reference = mount?.keys.find((each) => each.name === key || each.aliases.includes(key));
  return mount && reference ? values(cursor, mount, reference, given, typed) : { span, suggestions: [] };
}

function mountOf(given: ReadonlyMap<string, string>): MountReference | undefined {
  const type = given.get('type') ?? 'bind';
  return mounts.find((mount) => mount.type === type.toLowerCase());
}

function keys(given: ReadonlyMap<string, string>, followed: boolean): Suggestion[] {
  const mount = mountOf(given);
  const type: Suggestion[] = given.has('type')
    ? []
    : mounts.map((each) => ({
        label: `type=${each.type}`,
        kind: 'value',
        detail: t(each.summary),
        insert: followed ? 'type' : `type=${each.snippet}`,
        snippet: !followed,
        group: 1,
        about: { kind: 'mount', name: each.type },
      }));
  const isGiven = ({ name, aliases }: MountKeyReference): boolean =>
    [name, ...aliases].some((each) => given.has(each));
  return [
    ...type,
    ...(mount?.keys ?? [])
      .filter((key) => !isGiven(key))
      .map((key): Suggestion => ({
        label: key.name,
        kind: 'flag',
        detail: t(key.summary),
        insert: followed || key.value === 'boolean' ? key.name : `${key.name}=`,
        group: 2,
        about: { kind: 'mount-key', name: key.name, mount: mount?.type ?? 'bind' },
        goesOn: !followed && key.value !== 'boolean',
      })),
  ];
}

function types(followed: boolean): Suggestion[] {
  return mounts.map((mount) => ({
    label: mount.type,
    kind: 'value',
    detail: t(mount.summary),
    insert: followed ? mount.type : mount.snippet,
    snippet: !followed,
    about: { kind: 'mount', name: mount.type },
  }));
}

function values(
  cursor: Cursor,
  mount: MountReference,
  key: MountKeyReference,
  given: ReadonlyMap<string, string>,
  typed: string,
): Suggestions {
  const span = around(cursor, typed.length, /[\s,]/);
  const about = { kind: 'mount-key' as const, name: key.name, mount: mount.type };
  const fixed = (key.values ?? (key.value === 'boolean' ? booleans : [])).map(
    ({ value, summary }): Suggestion => ({ label: value, kind: 'value', detail: t(summary), about }),
  );
  switch (key.value) {
    case 'source':
      return { span, suggestions: stageSuggestions(cursor, { indexes: false }) };
    case 'context-path':
      return given.has('from') ? { span, suggestions: [] } : contextPaths(cursor, typed, /[\s,]/);
    case 'path':
      return { span, suggestions: mount.type === 'cache' && key.name === 'target' ? caches() : [] };
    default:
      return { span, suggestions: fixed };
  }
}

const booleans = [
  { value: 'true', summary: 'Yes' },
  { value: 'false', summary: 'No' },
];

function caches(): Suggestion[] {
  return cacheDirectories.map(({ path, tool }) => ({ label: path, kind: 'directory', detail: tool }));
}
