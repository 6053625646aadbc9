import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

const reserved = ['com.docker.', 'io.docker.', 'org.dockerproject.'];

export const labelKey: Rule = {
  id: 'label-key',
  aliases: ['DL3048'],
  severity: 'hint',
  since: '0.1.0',
  why: 'Docker asks for label keys of lower-case letters, digits and single `.`, `-` (also `_` and `/`), beginning with a letter and ending with a letter or digit. `com.docker.`, `io.docker.` and `org.dockerproject.` are kept for Docker itself.',
  bad: [
    'FROM alpine\nLABEL Version=1\n',
    'FROM alpine\nLABEL com.docker.x=1\n',
    'FROM alpine\nLABEL a..b=1\n',
  ],
  good: ['FROM alpine\nLABEL org.opencontainers.image.title=x version=1\n'],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      if (command.instruction.name !== 'LABEL') return [];
      return command.instruction.pairs.flatMap(({ key, value }) => {
        const name = command.valueOf(key);
        const prefix = reserved.find((each) => name.startsWith(each));
        const isGood = /^[a-z][0-9a-z._/-]*[a-z0-9]$|^[a-z]$/.test(name) && !/\.\.|--/.test(name);
        if (value === undefined || name === '' || (isGood && prefix === undefined)) return [];
        return {
          span: command.locate(key.span),
          message:
            prefix === undefined
              ? t(
                  '"{0}" is no label key as Docker asks for; use lower-case letters and digits with single dots and dashes.',
                  name,
                )
              : t(
                  'Keys that begin with "{0}" are kept for Docker; begin "{1}" with a domain of your own.',
                  prefix,
                  name,
                ),
        };
      });
    }),
};
