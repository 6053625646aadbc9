import { imageOf, stageChain } from '../dockerfile/stages';
import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import type { Facts, Rule } from './rule';
import { type RunCommand, runCommands } from './shell/run-commands';
import { withoutWord } from './shell/run-edits';

export const sudoInRun: Rule = {
  id: 'sudo-in-run',
  aliases: ['DL3004'],
  severity: 'warning',
  since: '0.1.0',
  why: 'RUN is root unless USER says otherwise, and then another USER says it plainly. sudo changes the environment, the signals and the way back unseen, and few images have it.',
  bad: [
    'FROM debian:12\nRUN sudo apt-get update\n',
    'FROM debian:12\nRUN sudo -u app make\n',
    'FROM ocaml/opam\nRUN sudo make\n',
  ],
  good: ['FROM debian:12\nRUN apt-get install -y sudo\n', 'FROM debian:12\nRUN echo sudo\n'],
  fixed: [
    'FROM debian:12\nRUN apt-get update\n',
    'FROM debian:12\nRUN sudo -u app make\n',
    'FROM ocaml/opam\nRUN sudo make\n',
  ],
  check: (dockerfile, facts) =>
    runCommands(dockerfile).flatMap((command) => {
      const direct =
        command.name === 'sudo' ? { span: command.nameSpan, text: 'sudo', isStatic: true } : undefined;
      const sudo = command.through.find(({ text }) => /(?:^|\/)sudo$/.test(text)) ?? direct;
      if (sudo === undefined) return [];
      const isPlain = command.command.args[0]?.text === command.name && command.command.name === 'sudo';
      const edit = isPlain ? withoutWord(dockerfile, command, sudo) : undefined;
      const safe = isRoot(dockerfile, facts, command);
      return {
        span: sudo.span,
        message: t('sudo hides who acts and changes the environment; set USER instead.'),
        fixes: edit ? [{ title: t('Remove {0}', 'sudo'), edits: [edit], safe }] : [],
      };
    }),
};

/** Official images that run as root. */
const rootImages =
  /^(?:debian|ubuntu|alpine|fedora|almalinux|rockylinux|amazonlinux|oraclelinux|centos|archlinux|buildpack-deps|python|node|golang|ruby|rust|php|gcc|perl)(?::|@|$)/;

/** Whether the command runs as root already, so that sudo does nothing; false where that is not known. */
function isRoot(dockerfile: Dockerfile, facts: Facts, { run }: RunCommand): boolean {
  const chain = run.stage ? stageChain(dockerfile, run.stage) : [];
  const user = chain
    .map(({ instructions }) =>
      instructions.findLast(({ name, index }) => name === 'USER' && index < run.instruction.index),
    )
    .find((each) => each !== undefined);
  if (user) return /^(?:root|0)(?::|$)/.test(user.words[0]?.text ?? '');
  const image = (run.stage && imageOf(dockerfile, run.stage)) ?? '';
  const config = facts.imageConfig?.(image);
  return config === undefined ? rootImages.test(image) : /^(?:|root|0)(?::|$)/.test(config.user ?? '');
}
