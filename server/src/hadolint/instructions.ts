import { references } from '../dockerfile/variables';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import { t } from '../text';
import { instructionCheck, type Check, type Hit } from './check';
import { stageLine } from './stage-line';

/** What the other instructions say. */
export const instructionChecks: readonly Check[] = [
  instructionCheck(
    'DL3000',
    'error',
    ({ words }) => t('"{0}" depends on the WORKDIR before it; write an absolute path.', words[0]?.text ?? ''),
    ({ name, words }) => name === 'WORKDIR' && !/^["']*(?:[/$]|[A-Za-z]:)/.test(words[0]?.text ?? ''),
  ),
  { code: 'DL3002', level: 'warning', find: ({ stages }) => stages.flatMap(rootAtEnd) },
  instructionCheck(
    'DL3011',
    'error',
    () => t('Ports end at 65535.'),
    ({ name, words }) =>
      name === 'EXPOSE' &&
      words.some(({ text }) => {
        const port = /^["']?(\d+)(?:-(\d+))?(?:\/\w+)?["']?$/.exec(text);
        return port !== null && Number(port[2] ?? port[1]) > 65535;
      }),
  ),
  repeated('DL3012', 'error', 'HEALTHCHECK'),
  instructionCheck(
    'DL3025',
    'warning',
    ({ name }) => t('A shell stands between the container and this {0}; write it as a JSON array.', name),
    ({ name, form, words }) =>
      form === 'shell' &&
      (name === 'CMD' ||
        name === 'ENTRYPOINT' ||
        (name === 'HEALTHCHECK' && words[0]?.text.toUpperCase() === 'CMD')),
  ),
  { code: 'DL3044', level: 'error', find: ownReferences },
  {
    code: 'DL3057',
    level: 'ignore',
    find: (dockerfile) =>
      dockerfile.stages
        .filter((stage) =>
          Array.from(stageLine(dockerfile, stage)).every(({ instructions }) =>
            instructions.every(({ name }) => name !== 'HEALTHCHECK'),
          ),
        )
        .map(({ from }) => ({
          line: from.firstLine,
          message: t('Nothing tells whether the container works; add a HEALTHCHECK.'),
        })),
  },
  instructionCheck(
    'DL3064',
    'warning',
    ({ name }) => t('{0} leaves what looks like a secret in the image; use RUN --mount=type=secret.', name),
    (instruction) => {
      const { name, pairs } = instruction.trigger ?? instruction;
      return (name === 'ARG' || name === 'ENV') && pairs.some(({ key }) => looksSecret(key.text));
    },
  ),
  { code: 'DL3066', level: 'info', find: namedUsers },
  instructionCheck(
    'DL4000',
    'error',
    () => t('MAINTAINER is deprecated; write LABEL org.opencontainers.image.authors=….'),
    ({ name }) => name === 'MAINTAINER',
  ),
  repeated('DL4003', 'warning', 'CMD'),
  repeated('DL4004', 'error', 'ENTRYPOINT'),
];

function rootAtEnd({ instructions }: Stage): Hit[] {
  const last = instructions.findLast(({ name }) => name === 'USER');
  const user = last?.words[0]?.text ?? '';
  if (last === undefined || !/^(?:root|0)(?::|$)/.test(user)) return [];
  return [
    { line: last.firstLine, message: t('The stage ends as "{0}"; end it with a USER of less power.', user) },
  ];
}

/** Every one of its kind in a stage but the first. */
function repeated(code: string, level: Check['level'], keyword: string): Check {
  return {
    code,
    level,
    find: ({ stages }) =>
      stages.flatMap(({ instructions }) =>
        instructions
          .filter(({ name }) => name === keyword)
          .slice(1)
          .map(({ firstLine }) => ({
            line: firstLine,
            message: t('Only the last {0} of a stage counts; keep one.', keyword),
          })),
      ),
  };
}

/** ENV whose value uses a variable that another pair of the same ENV sets, and nothing above. */
function ownReferences(dockerfile: Dockerfile): Hit[] {
  const defined = new Set<string>();
  const hits: Hit[] = [];
  for (const { name, pairs, firstLine } of dockerfile.instructions) {
    if (name !== 'ENV' && name !== 'ARG') continue;
    const keys = pairs.map(({ key }) => key.text);
    if (name === 'ENV') {
      const used = pairs.flatMap(({ key, value }) =>
        value === undefined
          ? []
          : references(value, dockerfile.escape)
              .map((reference) => reference.name)
              .filter((each) => each !== key.text),
      );
      const own = used.find((each) => keys.includes(each) && !defined.has(each));
      if (own !== undefined) {
        const message = t('"{0}" has no value yet in the ENV that sets it; set it in an ENV above.', own);
        hits.push({ line: firstLine, message });
      }
    }
    for (const key of keys) defined.add(key);
  }
  return hits;
}

/** Names that hadolint knows, apart from those that one of the words below gives away. */
const secretNames = new Set([
  'APPLICATION_KEY',
  'AWS_ACCESS_KEY_ID',
  'CI_DEPLOY_USER',
  'DOCKER_EMAIL',
  'FACEBOOK_APP_ID',
  'HEROKU_API_USER',
  'OKTA_AUTHN_GROUPID',
  'OKTA_CLIENT_ORGURL',
  'OKTA_OAUTH2_CLIENTID',
  'STRIPE_DEVICE_NAME',
  'TRAVIS_OS_NAME',
  'TRAVIS_SECURE_ENV_VARS',
  'TRAVIS_SUDO',
]);

function looksSecret(name: string): boolean {
  return (
    /api_key|client_key|password|private|secret|token|username/i.test(name) ||
    secretNames.has(name.toUpperCase())
  );
}

function namedUsers({ instructions }: Dockerfile): Hit[] {
  const declared = new Set<string>();
  return instructions.flatMap((instruction: Instruction) => {
    const { name, pairs, words, firstLine } = instruction;
    if (name === 'ARG') for (const { key } of pairs) declared.add(key.text);
    if (name !== 'USER') return [];
    const [user = ''] = (words[0]?.text ?? '').replace(/^["']+|["']+$/g, '').split(/:(?![-+?])/);
    const isKnown =
      /^\d+$/.test(user) ||
      [...user.matchAll(/\$\{?(\w+)/g)].some(([, variable = '']) => declared.has(variable));
    return isKnown
      ? []
      : [
          {
            line: firstLine,
            message: t('"{0}" is a name, which orchestrators cannot check; write the number.', user),
          },
        ];
  });
}
