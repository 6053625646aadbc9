import type { Span } from '../dockerfile/tree';
import { t } from '../text';
import { parseBoolean } from './builder/check-options';
import { conversion } from './builder/conversion';
import type { Command, Mount } from './builder/dispatch';
import { mountKeys, mountTypes, needsTarget, sharingModes } from './builder/mount-options';
import { didYouMean, nearest } from './builder/nearest';
import { parsed, rejects } from './builder/parsed';
import { joinPath } from './builder/path';
import type { Finding, Rule } from './rule';

export const invalidMountOption: Rule = {
  id: 'invalid-mount-option',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'The options of a mount are read from left to right, and depend on its type: `size` and `required` must stand behind `type=`. `mode`, `uid` and `gid` are for caches, secrets and SSH, `sharing` for caches, `size` for tmpfs. Bind, cache and tmpfs mounts need a target that is not the root folder.',
  bad: [
    'FROM alpine\nRUN --mount=type=cahce,target=/c ls\n',
    'FROM alpine\nRUN --mount=type=cache,targett=/c ls\n',
    'FROM alpine\nRUN --mount=size=1g,type=tmpfs,target=/t ls\n',
    'FROM alpine\nRUN --mount=type=bind,mode=0755,target=/t ls\n',
    'FROM alpine\nRUN --mount=type=secret ls\n',
    'FROM alpine\nRUN --mount=type=cache,target=/c,sharing=all ls\n',
    'FROM alpine\nRUN --mount=type=cache,target=/ ls\n',
    'FROM scratch\nRUN --mount=type=cache ls\n',
  ],
  good: [
    'FROM alpine\nRUN --mount=type=cache,target=/c,sharing=locked,mode=0755,uid=1000 ls\n',
    'FROM alpine\nRUN --mount=type=tmpfs,size=1g,target=/t --mount=type=secret,id=key,required ls\n',
    'FROM alpine\nRUN --mount=target=/src,rw --mount=TYPE=ssh ls\n',
    'FROM scratch\nWORKDIR /app\nRUN --mount=type=cache ls\n',
  ],
  fixed: [
    'FROM alpine\nRUN --mount=type=cache,target=/c ls\n',
    'FROM alpine\nRUN --mount=type=cache,target=/c ls\n',
    'FROM alpine\nRUN --mount=size=1g,type=tmpfs,target=/t ls\n',
    'FROM alpine\nRUN --mount=type=bind,mode=0755,target=/t ls\n',
    'FROM alpine\nRUN --mount=type=secret ls\n',
    'FROM alpine\nRUN --mount=type=cache,target=/c,sharing=all ls\n',
    'FROM alpine\nRUN --mount=type=cache,target=/ ls\n',
    'FROM scratch\nRUN --mount=type=cache ls\n',
  ],
  check: (dockerfile, facts) => {
    const findings: Finding[] = [];
    for (const parse of parsed(dockerfile, facts)) {
      const empty =
        parse.instruction.name === 'RUN'
          ? parse.instruction.flags.find(({ name, value }) => name === 'mount' && value === '')
          : undefined;
      if (empty === undefined) continue;
      findings.push({
        span: parse.locate(empty.span),
        message: t(
          'A mount without options stops the build; say at least what it is, such as type=cache,target=/root/.cache.',
        ),
        buildkit: rejects(parse, 'failed to parse csv mounts: EOF', 4),
      });
    }
    for (const command of conversion(dockerfile, facts).commands) {
      for (const [index, mount] of command.mounts.entries()) {
        if (mount.fields.length === 0) continue;
        const { problem, settings } = readMount(mount);
        const found = problem ?? targetProblem(command, settings, index, mount.span);
        if (found === undefined) continue;
        findings.push({
          span: command.locate(found.span),
          message: found.message,
          ...(found.isUncertain === true ? { severity: 'warning' } : {}),
          fixes:
            found.replacement === undefined
              ? []
              : [
                  {
                    title: t('Change to {0}', found.replacement),
                    edits: [{ span: command.locate(found.span), text: found.replacement }],
                    safe: true,
                  },
                ],
          buildkit: { detail: found.detail, lines: command.lines, at: command.at(found.step) },
        });
      }
    }
    return findings;
  },
};

interface Problem {
  readonly span: Span;
  readonly message: string;
  readonly detail: string;
  readonly step: number;
  readonly replacement?: string | undefined;
  /** It depends on the base image, which is not known. */
  readonly isUncertain?: boolean;
}

type Field = Mount['fields'][number];

/** What the options of one mount set so far, by the long name of each option. */
interface Settings {
  type: string;
  readonly fields: Map<string, { readonly field: Field; readonly value: string }>;
}

function has({ fields }: Settings, key: string): boolean {
  return (fields.get(key)?.value ?? '') !== '';
}

function readMount({ fields, span }: Mount): { problem: Problem | undefined; settings: Settings } {
  const settings: Settings = { type: 'bind', fields: new Map() };
  for (const field of fields) {
    const problem = readField(field, settings);
    if (problem !== undefined) return { problem, settings };
  }
  return { problem: wholeProblem(settings, span, (fields.at(-1)?.step ?? 0) + 1), settings };
}

const synonyms: Readonly<Record<string, string>> = {
  src: 'source',
  dst: 'target',
  destination: 'target',
  ro: 'readonly',
  rw: 'readwrite',
};

function readField(field: Field, settings: Settings): Problem | undefined {
  const { key, text, keySpan, span } = field;
  const step = field.step + 1;
  const problem = (at: Span, message: string, detail: string, replacement?: string): Problem => ({
    span: at,
    message,
    detail,
    step,
    replacement,
  });
  const wrongType = () =>
    problem(
      keySpan,
      t(
        '"{0}" is no option of a mount of type "{1}" (the type must stand before it), so the build stops here.',
        key,
        settings.type,
      ),
      `unexpected key '${key}' for mount type '${settings.type}'`,
    );
  const isCredential = settings.type === 'secret' || settings.type === 'ssh';

  if (field.value === undefined) {
    if (/^(?:readonly|ro|readwrite|rw)$/.test(key)) return undefined;
    if (key === 'required') return isCredential ? undefined : wrongType();
    const match = nearest(key, mountKeys);
    return problem(
      span,
      match === undefined
        ? t('"{0}" stands where a mount expects key=value, so the build stops here.', text)
        : t('"{0}" has no value, so the build stops here; write {1}=….', text, match),
      `invalid field '${text}' must be a key=value pair`,
    );
  }

  const value = field.expanded?.value ?? field.value.text;
  const at = field.value.span;
  if (field.expanded?.error !== undefined) return undefined;
  const badValue = (message: string, detail: string) => problem(at, message, detail);
  settings.fields.set(synonyms[key] ?? key, { field, value });
  switch (key) {
    case 'type': {
      const type = value.toLowerCase();
      if (mountTypes.has(type)) {
        settings.type = type;
        return undefined;
      }
      const match = nearest(value, mountTypes);
      return problem(
        at,
        match === undefined
          ? t(
              '"{0}" is no type of mount, so the build stops here; there are {1}.',
              value,
              [...mountTypes].join(', '),
            )
          : t('"{0}" is no type of mount, so the build stops here; did you mean "{1}"?', value, match),
        `unsupported mount type ${JSON.stringify(value)}${didYouMean(value, mountTypes)}`,
        match,
      );
    }
    case 'from':
    case 'source':
    case 'src':
    case 'target':
    case 'dst':
    case 'destination':
    case 'id':
    case 'env':
      return undefined;
    case 'readonly':
    case 'ro':
    case 'readwrite':
    case 'rw':
      if (parseBoolean(value) !== undefined) return undefined;
      return badValue(
        t('"{0}" is on or off, so "{1}" stops the build; write true or false.', key, value),
        `invalid value for ${key}: ${value}`,
      );
    case 'required':
      if (!isCredential) return wrongType();
      if (parseBoolean(value) !== undefined) return undefined;
      return badValue(
        t('"{0}" is on or off, so "{1}" stops the build; write true or false.', key, value),
        `invalid value for ${key}: ${value}`,
      );
    case 'size':
      if (settings.type !== 'tmpfs') return wrongType();
      if (/^\d+(?:\.\d*)? ?(?:[kmgtp]i?)?b?$/i.test(value)) return undefined;
      return badValue(
        t('"{0}" is no size, so the build stops here; write for example 64m or 1g.', value),
        `invalid value for ${key}: ${value}`,
      );
    case 'sharing': {
      if (sharingModes.has(value.toLowerCase())) return undefined;
      const match = nearest(value, sharingModes);
      return problem(
        at,
        t(
          '"{0}" is no way to share a cache, so the build stops here; there are {1}.',
          value,
          [...sharingModes].join(', '),
        ),
        `unsupported sharing value ${JSON.stringify(value)}${didYouMean(value, sharingModes)}`,
        match,
      );
    }
    case 'mode':
      if (/^[0-7]+$/.test(value) && parseInt(value, 8) <= 0xffff_ffff) return undefined;
      return badValue(
        t('"{0}" is no mode, so the build stops here; write an octal number such as 0755.', value),
        `invalid value ${value} for mode`,
      );
    case 'uid':
    case 'gid':
      if (/^\d+$/.test(value) && Number(value) <= 0xffff_ffff) return undefined;
      return badValue(
        t('"{0}" is no number, so the build stops here; {1} takes numbers only.', value, key),
        `invalid value ${value} for ${key}`,
      );
    default: {
      const match = nearest(key, mountKeys);
      return problem(
        keySpan,
        match === undefined
          ? t('A mount has no option "{0}", so the build stops here; remove it.', key)
          : t('A mount has no option "{0}", so the build stops here; did you mean "{1}"?', key, match),
        `unexpected key '${key}' in '${text}'${didYouMean(key, mountKeys)}`,
        match,
      );
    }
  }
}

/** What is wrong with the options together. */
function wholeProblem(settings: Settings, span: Span, step: number): Problem | undefined {
  const { type, fields } = settings;
  const keySpan = (key: string) => fields.get(key)?.field.keySpan ?? span;
  for (const key of ['mode', 'uid', 'gid']) {
    if (!fields.has(key) || type === 'secret' || type === 'ssh' || type === 'cache') continue;
    const message = t(
      '"{0}" is for caches, secrets and SSH, so a mount of type "{1}" stops the build with it; remove it.',
      key,
      type,
    );
    return { span: keySpan(key), message, detail: `${key} not allowed for "${type}" type mounts`, step };
  }
  if (type === 'secret') {
    if (has(settings, 'from')) {
      return {
        span: keySpan('from'),
        message: t(
          'A secret comes from the build command and not from a stage, so "from" stops the build; remove it.',
        ),
        detail: 'secret mount should not have a from',
        step,
      };
    }
    if (has(settings, 'sharing')) {
      return {
        span: keySpan('sharing'),
        message: t('"sharing" is for caches, so a secret mount stops the build with it; remove it.'),
        detail: 'secret mount should not define sharing',
        step,
      };
    }
    if (!has(settings, 'source') && !has(settings, 'target') && !has(settings, 'id')) {
      return {
        span,
        message: t('This mount does not say which secret it needs, so the build stops here; add id=….'),
        detail: 'invalid secret mount. one of source, target required',
        step,
      };
    }
    if (has(settings, 'source') && has(settings, 'id')) {
      return {
        span: keySpan('source'),
        message: t('"source" and "id" both name the secret, so the build stops here; keep "id".'),
        detail: "both source and id can't be set",
        step,
      };
    }
  }
  if (has(settings, 'sharing') && type !== 'cache') {
    return {
      span: keySpan('sharing'),
      message: t(
        '"sharing" is for caches, so a mount of type "{0}" stops the build with it; remove it.',
        type,
      ),
      detail: `invalid cache sharing set for ${type} mount`,
      step,
    };
  }
  return undefined;
}

/** What BuildKit finds when it puts the mount into the RUN; `index` is the mount's number. */
function targetProblem(
  { before }: Command,
  settings: Settings,
  index: number,
  span: Span,
): Problem | undefined {
  const { type, fields } = settings;
  const step = 1001 + index * 10;
  if (type === 'ssh' && has(settings, 'source')) {
    const at = fields.get('source')?.field.keySpan ?? span;
    return {
      span: at,
      message: t('An SSH mount has no "source", so the build stops here; "id" names the agent.'),
      detail: 'ssh does not support source',
      step,
    };
  }
  if (!needsTarget(type)) return undefined;
  const target = fields.get('target');
  const value = target?.value ?? '';
  if (joinPath(before.workdir, value) !== '/') return undefined;
  const isRelative = !value.startsWith('/');
  return {
    span: target?.field.value?.span ?? span,
    message:
      target === undefined
        ? t(
            'This mount has no target, which stops the build while the working directory is "/"; add target=….',
          )
        : t(
            '"{0}" is the root folder, which cannot be a mount, so the build stops here; write another path.',
            value,
          ),
    detail: 'invalid mount target "/"',
    step,
    isUncertain: isRelative && !before.isWorkdirKnown,
  };
}
