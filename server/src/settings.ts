/**
 * Every setting, declared once. package.json's `contributes.configuration`, docs/settings.md and what the server
 * accepts come from this list (scripts/generate.ts).
 */

/** JSON schema of a value, as VS Code's settings editor reads it. */
export interface SettingSchema {
  readonly type: 'string' | 'boolean' | 'number' | 'array' | 'object' | readonly ('string' | 'null')[];
  readonly enum?: readonly (string | null)[];
  readonly enumDescriptions?: readonly string[];
  readonly items?: SettingSchema;
  readonly additionalProperties?: SettingSchema | false;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Setting {
  /** Without the prefix `strata.`. */
  readonly id: string;
  readonly schema: SettingSchema;
  readonly default: unknown;
  /**
   * `resource` settings may differ per folder and may stand in a `.strata.json`; `machine` settings name a program,
   * a host, a socket or a credential and are refused where a file of the repository sets them.
   */
  readonly scope: 'resource' | 'window' | 'machine';
  /** Markdown, one to three sentences. */
  readonly description: string;
}

const severities = ['error', 'warning', 'info', 'hint', 'off'] as const;

export const settings: readonly Setting[] = [
  {
    id: 'validate',
    schema: { type: 'boolean' },
    default: true,
    scope: 'resource',
    description: 'Check Dockerfiles while you type.',
  },
  {
    id: 'rules',
    schema: {
      type: 'object',
      additionalProperties: { type: 'string', enum: severities },
    },
    default: {},
    scope: 'resource',
    description:
      'Severity of single rules, by Strata’s id or by the name that BuildKit or hadolint gives it: `{ "relative-workdir": "off", "DL3008": "warning" }`. [All rules](docs/rules.md).',
  },
  {
    id: 'rules.preset',
    schema: {
      type: 'string',
      enum: ['builder', 'recommended', 'all'],
      enumDescriptions: [
        'Only what the builder rejects or warns of.',
        'What the builder says, and advice that is rarely wrong.',
        'Every rule; those that are off by default report information.',
      ],
    },
    default: 'recommended',
    scope: 'resource',
    description: 'Which rules run before `strata.rules` is applied.',
  },
  {
    id: 'keywordCase',
    schema: { type: 'string', enum: ['majority', 'upper', 'lower'] },
    default: 'majority',
    scope: 'resource',
    description:
      'The case that instructions should have: what most of the file uses (as BuildKit checks it), or always upper or lower case.',
  },
  {
    id: 'trustedRegistries',
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    scope: 'resource',
    description:
      'Registries that base images may come from; empty allows all. Only a rule reads it: it never permits a request.',
  },
  {
    id: 'labelSchema',
    schema: {
      type: 'object',
      additionalProperties: {
        type: 'string',
        enum: ['text', 'rfc3339', 'semver', 'url', 'hash', 'spdx', 'email'],
      },
    },
    default: {},
    scope: 'resource',
    description: 'Labels that images must carry, and what each value must look like.',
  },
  {
    id: 'strictLabels',
    schema: { type: 'boolean' },
    default: false,
    scope: 'resource',
    description: 'Report labels that `strata.labelSchema` does not name.',
  },
  {
    id: 'contexts',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    default: {},
    scope: 'resource',
    description:
      'Build contexts by Dockerfile: a glob of paths in the workspace folder → the folder to build from, e.g. `{ "services/*/Dockerfile": "." }`. Otherwise the Dockerfile’s own folder is the context.',
  },
  {
    id: 'codeLens',
    schema: { type: 'boolean' },
    default: true,
    scope: 'resource',
    description: 'Show “Build” and “Run” above each stage.',
  },
  {
    id: 'format.keywordCase',
    schema: {
      type: 'string',
      enum: ['upper', 'lower', 'keep'],
    },
    default: 'upper',
    scope: 'resource',
    description: 'The case that the formatter gives to instructions.',
  },
  {
    id: 'format.keepRunBlanks',
    schema: { type: 'boolean' },
    default: false,
    scope: 'resource',
    description:
      'Leave the blanks inside RUN as they are when formatting. They are part of its cache key, so changing them rebuilds the layer once.',
  },
  {
    id: 'format.indentation',
    schema: { type: 'number', minimum: 0, maximum: 16 },
    default: 0,
    scope: 'resource',
    description:
      'How many blanks the formatter puts before a continued line. 0 takes the indentation of the editor, and 4 on the command line.',
  },
  {
    id: 'shellcheck.path',
    schema: { type: 'string' },
    default: '',
    scope: 'machine',
    description:
      'The ShellCheck program, which then checks the scripts in RUN. Empty: `shellcheck` on PATH. Without it Strata checks them by its own rules alone. It never runs in a folder that is not trusted.',
  },
  {
    id: 'engine.host',
    schema: { type: 'string' },
    default: '',
    scope: 'machine',
    description:
      'Address of the Docker engine, e.g. `unix:///run/docker.sock` or `ssh://me@host`. Empty: as the docker command finds it (`DOCKER_HOST`, the current context, the usual sockets).',
  },
  {
    id: 'registry.trustedHosts',
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    scope: 'machine',
    description:
      'Registries that may be asked for tags and digests although they are not public, as they stand in front of an image’s name: `registry.example.com`, `localhost:5000`. They may lie in a private network. Public registries and those that you have logged in to with docker need not be named. A workspace that is not trusted never asks any.',
  },
  {
    id: 'registry.useCredentials',
    schema: {
      type: 'string',
      enum: ['never', 'trustedHosts', 'always'],
      enumDescriptions: [
        'Registries are asked without a login.',
        'The logins of docker and Podman are used for the registries in `strata.registry.trustedHosts` that ask for one.',
        'They are used for every registry that asks for one.',
      ],
    },
    default: 'never',
    scope: 'machine',
    description:
      'Whether registries may be asked with the logins that docker and Podman keep, credential helpers included. A login goes to no other host than the one that it is for.',
  },
  {
    id: 'registry.credentialsOverHttp',
    schema: { type: 'boolean' },
    default: false,
    scope: 'machine',
    description:
      'Send logins also without TLS to registries on this machine (`localhost`, `127.0.0.1`), and to no others.',
  },
];

/** Reads the value of a setting out of what an editor sent: nested or dotted keys, with or without `strata`. */
export function readSetting(raw: unknown, id: string): unknown {
  for (const root of [raw, member(raw, 'strata')]) {
    for (const key of [id, `strata.${id}`]) {
      const value = member(root, key) ?? byPath(root, key.split('.'));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

/** Does `value` fit the schema? Numbers, enums, arrays and objects are checked down to their members. */
export function fits(value: unknown, schema: SettingSchema): boolean {
  const types: readonly string[] = typeof schema.type === 'string' ? [schema.type] : schema.type;
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (!types.includes(type)) return false;
  if (schema.enum) return schema.enum.some((allowed) => allowed === value);
  const { items, additionalProperties: members } = schema;
  if (Array.isArray(value)) return !items || value.every((item) => fits(item, items));
  if (typeof value === 'object' && value !== null) {
    return !members || Object.values(value).every((item) => fits(item, members));
  }
  return true;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function byPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => member(at, key), value);
}
