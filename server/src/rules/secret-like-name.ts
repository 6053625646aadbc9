import { t } from '../text';
import { isSecretName } from './builder/secret-name';
import type { Rule } from './rule';

/** Names of secrets that BuildKit's pattern does not know, since it takes only `_` for the end of a word. */
const secretLike =
  /(?:^|_)(?:[a-z]*passw(?:or)?d|pass|pwd|psw|[a-z]*secrets?|[a-z]*api_?key|access_?key(?:_id)?|private_?key|[a-z]+token|pat|credentials?_json|clientsecret)(?:_|$)/i;

const harmless =
  /(?:^|_)(?:public|file|path|dir|url|uri|version|name|length|ttl|expiry|expires|policy|type|enabled?|algorithm|id_file|salt_rounds|min|max)(?:_|$)/i;

export const secretLikeName: Rule = {
  id: 'secret-like-name',
  aliases: ['DL3064'],
  severity: 'info',
  since: '0.1.0',
  why: 'ARG and ENV stay readable in the image and its history. Names such as `DB_PASS` or `PGPASSWORD`, and ARGs above the first FROM, promise secrets that the builder itself does not notice.',
  bad: ['FROM alpine\nENV DB_PASS=x\n', 'ARG NPM_TOKEN\nFROM alpine\n', 'FROM alpine\nARG PGPASSWORD\n'],
  good: [
    'FROM alpine\nENV PASSWORD_FILE=/run/secrets/p TOKEN_URL=https://x PWD=/ COMPASS=1\n',
    'FROM alpine\nARG BYPASS_CACHE=1\nARG API_TOKEN\n',
    'FROM alpine\nENV PIP_NO_INPUT=1 PATH=/x KEYBOARD=us\n',
  ],
  check: ({ instructions }) =>
    instructions.flatMap((instruction) => {
      const { name, pairs, stage } = instruction.trigger ?? instruction;
      if (name !== 'ARG' && name !== 'ENV') return [];
      return pairs.flatMap(({ key, value }) => {
        const isBuilders = isSecretName(key.text);
        const isLike = key.text !== 'PWD' && secretLike.test(key.text) && !harmless.test(key.text);
        // Inside a stage the builder warns itself, as secret-in-arg-or-env does; an empty value hides nothing.
        if (isBuilders ? stage >= 0 : !isLike) return [];
        if (name === 'ENV' && /^(?:""|'')?$/.test(value?.text ?? '')) return [];
        return {
          span: key.span,
          message: t(
            '"{0}" looks like a secret, and {1} leaves its value in the image for all to read; use RUN --mount=type=secret.',
            key.text,
            name,
          ),
        };
      });
    }),
};
