import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { sarifReport } from '../../server/src/report/sarif';
import { rules } from '../../server/src/rules';
import { lint } from '../../server/src/rules/lint';
import { corpus } from '../shared';

/** A type of SARIF 2.1.0: what it must hold, what it may hold (nothing else is allowed), and of which type. */
interface Type {
  readonly required: readonly string[];
  readonly members: Readonly<Record<string, string | Type | ((value: unknown) => boolean)>>;
  /** At least one of these. */
  readonly anyOf?: readonly string[];
}

const oneOf =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const list = (type: Type) => (value: unknown) =>
  Array.isArray(value) && value.every((item) => problems(item, type, '').length === 0);
const atLeast = (least: number) => (value: unknown) => Number.isInteger(value) && Number(value) >= least;
const uriReference = (value: unknown) =>
  typeof value === 'string' && /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(value);
const level = oneOf('none', 'note', 'warning', 'error');

// Sections 3.11 to 3.51 of the specification, as far as a linter's report uses them.
const message: Type = {
  required: [],
  anyOf: ['text', 'id'],
  members: {
    text: 'string',
    markdown: 'string',
    id: 'string',
    arguments: Array.isArray,
    properties: 'object',
  },
};
const multiformat: Type = {
  required: ['text'],
  members: { text: 'string', markdown: 'string', properties: 'object' },
};
const descriptor: Type = {
  required: ['id'],
  members: {
    id: 'string',
    name: 'string',
    guid: 'string',
    deprecatedIds: Array.isArray,
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: uriReference,
    messageStrings: 'object',
    relationships: Array.isArray,
    defaultConfiguration: {
      required: [],
      members: { enabled: 'boolean', level, rank: 'number', parameters: 'object' },
    },
    properties: 'object',
  },
};
const region: Type = {
  required: [],
  members: {
    startLine: atLeast(1),
    startColumn: atLeast(1),
    endLine: atLeast(1),
    endColumn: atLeast(1),
    charOffset: atLeast(-1),
    charLength: atLeast(0),
    snippet: 'object',
    message,
    properties: 'object',
  },
};
const location: Type = {
  required: [],
  members: {
    id: atLeast(-1),
    message,
    logicalLocations: Array.isArray,
    physicalLocation: {
      required: [],
      anyOf: ['artifactLocation', 'address'],
      members: {
        artifactLocation: {
          required: [],
          members: { uri: uriReference, uriBaseId: 'string', index: atLeast(-1), description: message },
        },
        region,
        contextRegion: region,
      },
    },
  },
};
const result: Type = {
  required: ['message'],
  members: {
    ruleId: 'string',
    ruleIndex: atLeast(-1),
    kind: oneOf('notApplicable', 'pass', 'fail', 'review', 'open', 'informational'),
    level,
    message,
    locations: list(location),
    relatedLocations: list(location),
    partialFingerprints: 'object',
    fixes: Array.isArray,
    properties: 'object',
  },
};
const log: Type = {
  required: ['version', 'runs'],
  members: {
    $schema: uriReference,
    version: oneOf('2.1.0'),
    properties: 'object',
    runs: list({
      required: ['tool'],
      members: {
        tool: {
          required: ['driver'],
          members: {
            driver: {
              required: ['name'],
              members: {
                name: 'string',
                version: 'string',
                semanticVersion: 'string',
                informationUri: uriReference,
                rules: list(descriptor),
              },
            },
          },
        },
        columnKind: oneOf('utf16CodeUnits', 'unicodeCodePoints'),
        results: list(result),
        artifacts: Array.isArray,
        invocations: Array.isArray,
        properties: 'object',
      },
    }),
  },
};

function problems(value: unknown, { required, members, anyOf }: Type, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const found = Object.entries(value).flatMap(([name, member]) => {
    const type = members[name];
    const where = `${path}/${name}`;
    if (type === undefined) return [`${where} is no member`];
    if (typeof type === 'object') return problems(member, type, where);
    const fits = typeof type === 'function' ? type(member) : typeof member === type;
    return fits ? [] : [`${where} is ${JSON.stringify(member).slice(0, 200)}`];
  });
  const missing = required.filter((name) => !(name in value)).map((name) => `${path}/${name} is missing`);
  const none =
    anyOf && !anyOf.some((name) => name in value) ? [`${path} has none of ${anyOf.join(', ')}`] : [];
  return [...found, ...missing, ...none];
}

describe('SARIF of every real file', () => {
  it('holds what SARIF 2.1.0 asks for and nothing that it does not know', () => {
    const severities = new Map(
      rules.map(({ id, severity }) => [id, severity === 'off' ? ('info' as const) : severity]),
    );
    const files = corpus().map(({ name, text }) => {
      const dockerfile = parse(text);
      return {
        file: `a folder/${name}`,
        dockerfile,
        facts: {},
        findings: lint(dockerfile, {}, { options: {}, severities }),
      };
    });
    const odd = { file: 'c:\\ü\\%20 [x]|"', dockerfile: parse('run\n'), facts: {} };
    const all = [...files, { ...odd, findings: lint(odd.dockerfile, {}, { options: {}, severities }) }];
    assert.deepEqual(problems(JSON.parse(sarifReport(all, '1.2.3')), log, ''), []);
  });
});
