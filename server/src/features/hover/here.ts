import { environmentAfter, environmentBefore } from '../../dockerfile/environment';
import { baseStage, imageOf } from '../../dockerfile/stages';
import type { Stage } from '../../dockerfile/tree';
import { expandWords } from '../../dockerfile/variables';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import { block, code, paragraphs, shortened } from '../markdown';
import { stageConfig } from '../stage-config';
import { commandLineHelp } from './command-line';
import type { Place } from './topic';

const mostVariables = 8;

/** What can be said of this very instruction, on top of the lesson on all of its kind. */
export function hereHelp(place: Place): string | undefined {
  const { dockerfile, instruction } = place;
  const stage = dockerfile.stages[instruction.stage];
  // A trigger runs in another build, of which nothing is known.
  if (!stage || stage.instructions[instruction.index - stage.from.index] !== instruction) return undefined;
  switch (instruction.name) {
    case 'FROM':
      return fromHelp(place, stage);
    case 'RUN':
      return runHelp(place, stage);
    case 'EXPOSE':
      return exposeHelp(place);
    case 'CMD':
    case 'ENTRYPOINT':
      return commandLineHelp(place);
    default:
      return undefined;
  }
}

function fromHelp({ dockerfile, facts }: Place, stage: Stage): string {
  const build = buildFacts(facts);
  const base = baseStage(dockerfile, stage, build);
  const name = stage.name === undefined ? String(stage.index) : stage.name;
  const image = code(imageOf(dockerfile, stage, build) ?? '');
  if (!base) return t('**Here** begins stage {0} (number {1}) on {2}.', code(name), stage.index, image);
  const inherited = [...environmentAfter(dockerfile, base, build).values()]
    .filter(({ definedBy }) => definedBy !== undefined)
    .sort((one, other) => (one.definedBy?.index ?? 0) - (other.definedBy?.index ?? 0))
    .map(({ name: key, value }) => code(shortened(value === undefined ? key : `${key}=${value}`, 60)));
  return paragraphs(
    t(
      '**Here** begins stage {0} (number {1}) on stage {2} of line {3}, and so on {4}.',
      code(name),
      stage.index,
      code(base.name ?? String(base.index)),
      base.from.firstLine + 1,
      image,
    ),
    inherited.length === 0
      ? undefined
      : t(
          'It inherits {0}.',
          inherited.slice(0, mostVariables).join(', ') + (inherited.length > mostVariables ? ' …' : ''),
        ),
  );
}

function runHelp({ dockerfile, instruction, facts }: Place, stage: Stage): string | undefined {
  const { user, directory, shell } = stageConfig(dockerfile, stage, facts, instruction);
  const facets = [
    ...(directory === undefined ? [] : [t('in {0}', code(directory))]),
    ...(user === undefined || user === '' ? [] : [t('as {0}', code(user))]),
    ...(instruction.form === 'shell' ? [t('by {0}', code(shell.join(' ')))] : []),
  ];
  return facets.length === 0 ? undefined : t('**Here** it runs {0}.', facets.join(' '));
}

function exposeHelp({ dockerfile, instruction, facts }: Place): string | undefined {
  const { env } = environmentBefore(dockerfile, instruction, buildFacts(facts));
  const ports = instruction.words.flatMap((word) => expandWords(word, dockerfile.escape, env));
  return ports.length === 0
    ? undefined
    : paragraphs(t('**Here**: publish it when the container starts.'), block(publishCommand(ports), 'sh'));
}

/** The command that opens ports of an image on the same ports of the host. */
export function publishCommand(ports: readonly string[]): string {
  const flags = ports.map((port) => {
    const [range = '', protocol = 'tcp'] = port.split('/');
    return ` -p ${range}:${range}${protocol.toLowerCase() === 'tcp' ? '' : `/${protocol}`}`;
  });
  return `docker run${flags.join('')} IMAGE`;
}
