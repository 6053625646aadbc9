import { t } from '../text';
import type { Rule } from './rule';
import { runCommands } from './shell/run-commands';

const useless = new Set([
  'free',
  'kill',
  'mount',
  'ps',
  'service',
  'shutdown',
  'ssh',
  'top',
  'vim',
  'ifconfig',
  'reboot',
  'systemctl',
]);

export const uselessCommand: Rule = {
  id: 'useless-command',
  aliases: ['DL3001'],
  severity: 'hint',
  since: '0.1.0',
  why: 'A build has no terminal, no init system and no other processes, and what RUN starts ends with it: commands that look at or steer these do nothing for the image.',
  bad: [
    'FROM debian:12\nRUN service nginx start\n',
    'FROM debian:12\nRUN sudo systemctl restart x && ps aux\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get install -y vim ssh && which ps\n',
    'FROM debian:12\nRUN service postgresql start && psql -c "create role app"\n',
    'FROM debian:12\nRUN systemctl enable nginx\n',
    'FROM debian:12\nRUN server & PID=$! && test && kill $PID\n',
    'FROM debian:12\nRUN --mount=type=ssh ssh git@example.com\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap(({ name, nameSpan, args, run }) => {
      if (!useless.has(name) || /^-(?:V|-version|-help)$/.test(args[0]?.text ?? '')) return [];
      // Started and used, or started in the background and stopped again, within one RUN.
      const own = run.commands.map((command) => command.name);
      if ((name === 'service' || name === 'kill') && own.some((other) => !useless.has(other))) return [];
      if (
        name === 'systemctl' &&
        /^(?:enable|disable|mask|unmask|set-default|preset)$/.test(
          args.find(({ text }) => !text.startsWith('-'))?.text ?? '',
        )
      )
        return [];
      if (name === 'ssh' && run.instruction.flags.some((flag) => flag.value?.includes('type=ssh'))) return [];
      return {
        span: nameSpan,
        message: t(
          '"{0}" does nothing for the image, since what it acts on ends with this RUN; remove it.',
          name,
        ),
      };
    }),
};
