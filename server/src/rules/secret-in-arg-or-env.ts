import { t } from '../text';
import { conversion } from './builder/conversion';
import { isSecretName } from './builder/secret-name';
import type { Rule } from './rule';

export const secretInArgOrEnv: Rule = {
  id: 'secret-in-arg-or-env',
  aliases: ['SecretsUsedInArgOrEnv', 'DL3064'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Values of ARG and ENV stay readable in the image and its history, for everyone who can pull it. A secret mount (`RUN --mount=type=secret`) shows a secret to one command and keeps it out of the image.',
  bad: ['FROM alpine\nARG NPM_TOKEN\n', 'FROM alpine\nENV DB_PASSWORD=x\n'],
  good: [
    'FROM alpine\nENV PUBLIC_KEY=x KEY_FILE=/run/secrets/key DB_PASS=x\n',
    'FROM alpine\nRUN --mount=type=secret,id=npm npm ci\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction } = command;
      const { name, pairs } = instruction;
      if (name !== 'ARG' && name !== 'ENV') return [];
      return pairs.flatMap(({ key }, index) => {
        const written = name === 'ENV' ? command.valueOf(key) : key.text;
        if (!isSecretName(written)) return [];
        return {
          span: command.locate(key.span),
          message: t(
            '"{0}" looks like a secret, and {1} leaves its value in the image for all to read; use RUN --mount=type=secret.',
            written,
            name,
          ),
          buildkit: {
            rule: 'SecretsUsedInArgOrEnv',
            detail: `Do not use ARG or ENV instructions for sensitive data (${name} "${written}")`,
            lines: command.lines,
            // ARG checks each name before it expands that argument's default.
            at: command.at(name === 'ARG' ? argumentStep(pairs.slice(0, index)) : 1000 + index),
            ...(command.isTrigger ? {} : { skippedAt: instruction }),
          },
        };
      });
    }),
};

/** Every default that comes before takes a step of its own. */
function argumentStep(before: readonly { value: unknown }[]): number {
  return before.filter(({ value }) => value !== undefined).length * 2;
}
