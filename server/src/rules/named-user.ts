import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const namedUser: Rule = {
  id: 'named-user',
  aliases: ['DL3066'],
  severity: 'off',
  since: '0.1.0',
  why: 'Kubernetes can only prove that a container does not run as root when USER is a number: a name is looked up inside the container.',
  bad: ['FROM alpine\nUSER app\n'],
  good: ['FROM alpine\nUSER 1000:1000\n', 'FROM alpine\nARG APP_UID=1000\nUSER $APP_UID\n'],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const [word] = command.instruction.words;
      if (command.instruction.name !== 'USER' || word === undefined || word.text.includes('$')) return [];
      const user = command.valueOf(word).split(':')[0] ?? '';
      if (user === '' || /^\d+$/.test(user)) return [];
      return {
        span: command.locate(word.span),
        message: t(
          '"{0}" is a name, which cannot be checked before the container runs; write its number.',
          user,
        ),
      };
    }),
};
