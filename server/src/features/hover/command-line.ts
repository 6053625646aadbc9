import type { Instruction } from '../../dockerfile/tree';
import { t } from '../../text';
import { block, bullets, code, paragraphs, shortened } from '../markdown';
import { startedWords, stageConfig, type Command, type StageConfig } from '../stage-config';
import type { Place } from './topic';

const longestCommand = 600;

/** The command line that a container of this stage starts, and what `docker run` can change of it. */
export function commandLineHelp({ dockerfile, instruction, facts }: Place): string | undefined {
  const stage = dockerfile.stages[instruction.stage];
  if (!stage) return undefined;
  const config = stageConfig(dockerfile, stage, facts);
  const words = startedWords(config);
  const replaced = replacedBy(instruction, config);
  return paragraphs(
    t('**A container of this stage runs:**'),
    block(
      words.length > 0 ? shortened(quoted(words), longestCommand) : t('# nothing: it does not start'),
      'sh',
    ),
    bullets([...origins(config), ...argumentNotes(config), ...(replaced === undefined ? [] : [replaced])]),
  );
}

/** Words as one would type them in a shell. */
export function quoted(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

function origins(config: StageConfig): string[] {
  const { entrypoint, command, unknownBase } = config;
  const missing = !entrypoint || !command;
  return [
    ...(entrypoint ? [origin('ENTRYPOINT', entrypoint)] : []),
    ...(command
      ? [
          entrypoint && entrypoint.words.length > 0
            ? argumentsOrigin(command, entrypoint)
            : origin('CMD', command),
        ]
      : []),
    ...(missing && unknownBase !== undefined && unknownBase !== ''
      ? [
          entrypoint && !command
            ? t('No CMD: setting an ENTRYPOINT drops the one of {0}.', code(unknownBase))
            : command
              ? t(
                  'If {0} has an ENTRYPOINT, that comes first and this CMD becomes its arguments.',
                  code(unknownBase),
                )
              : t('What {0} sets is not known here.', code(unknownBase)),
        ]
      : []),
  ];
}

function origin(name: 'CMD' | 'ENTRYPOINT', command: Command): string {
  if (!command.setBy) return t('{0} comes from the base image.', name);
  const line = command.setBy.firstLine + 1;
  if (command.words.length === 0) return t('{0} is empty, set in line {1}.', name, line);
  return command.form === 'exec'
    ? t('{0} in exec form, line {1}: the program is process 1 and gets the signals.', name, line)
    : t('{0} in shell form, line {1}: the shell is process 1, the program is its child.', name, line);
}

function argumentsOrigin(command: Command, entrypoint: Command): string {
  if (!command.setBy) return t('CMD comes from the base image: default arguments of the ENTRYPOINT.');
  const line = command.setBy.firstLine + 1;
  if (command.words.length === 0) return t('CMD is empty, set in line {0}: no default arguments.', line);
  return command.form === 'shell' && entrypoint.form === 'exec'
    ? t(
        'CMD in shell form, line {0}: its shell becomes arguments of the ENTRYPOINT; write it in exec form.',
        line,
      )
    : t('CMD, line {0}: the default arguments of the ENTRYPOINT.', line);
}

function argumentNotes(config: StageConfig): string[] {
  const { entrypoint } = config;
  if (entrypoint?.form === 'shell' && entrypoint.words.length > 0) {
    return [
      t(
        'The shell takes no arguments here: CMD and what follows the image name in `docker run` are ignored.',
      ),
    ];
  }
  const given = startedWords(config, ['arg1', 'arg2']);
  return [t('`docker run IMAGE arg1 arg2` runs {0} instead.', code(shortened(quoted(given), 200)))];
}

function replacedBy(instruction: Instruction, config: StageConfig): string | undefined {
  const last = (instruction.name === 'CMD' ? config.command : config.entrypoint)?.setBy;
  if (last === instruction) return undefined;
  return last
    ? t('**Line {0} sets it again, so this line does not count.**', last.firstLine + 1)
    : t('**The ENTRYPOINT below drops this line.**');
}
