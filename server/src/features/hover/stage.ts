import { environmentAfter } from '../../dockerfile/environment';
import { imageOf, stageUses } from '../../dockerfile/stages';
import type { Dockerfile, Stage } from '../../dockerfile/tree';
import { documentation } from '../../reference/documentation';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import type { FeatureFacts } from '../facts';
import { block, bullets, code, link, paragraphs, shortened } from '../markdown';
import { startedWords, stageConfig } from '../stage-config';
import { quoted } from './command-line';

const mostVariables = 12;

/** What a stage is built on, what it hands down, and who uses it. */
export function stageHelp(dockerfile: Dockerfile, stage: Stage, facts: FeatureFacts): string {
  const { name, index, from } = stage;
  const config = stageConfig(dockerfile, stage, facts);
  const words = startedWords(config);
  const image = imageOf(dockerfile, stage, buildFacts(facts));
  const variables = [...environmentAfter(dockerfile, stage, buildFacts(facts)).values()]
    .filter(({ kind, definedBy }) => kind === 'env' && definedBy !== undefined)
    .sort((one, other) => (one.definedBy?.index ?? 0) - (other.definedBy?.index ?? 0))
    .map((variable) => code(shortened(`${variable.name}=${variable.value ?? ''}`, 60)));
  const uses = dockerfile.instructions.flatMap((instruction) =>
    stageUses(dockerfile, instruction, buildFacts(facts)).some((use) => use.stage === stage)
      ? [instruction.firstLine + 1]
      : [],
  );
  return paragraphs(
    `**${name === undefined ? t('Stage {0}', index) : t('Stage {0} (number {1})', code(name), index)}** · ${t('line {0}', from.firstLine + 1)}`,
    block(shortened(`FROM ${from.rest.text}`, 300)),
    bullets([
      ...(image === undefined ? [] : [t('Built on {0}', code(image))]),
      ...(variables.length === 0
        ? []
        : [
            `ENV: ${variables.slice(0, mostVariables).join(', ')}${variables.length > mostVariables ? ' …' : ''}`,
          ]),
      ...(config.directory === undefined ? [] : [`WORKDIR: ${code(config.directory)}`]),
      ...(config.user === undefined ? [] : [`USER: ${code(config.user)}`]),
      ...(words.length === 0 ? [] : [t('A container runs {0}', code(shortened(quoted(words), 200)))]),
      uses.length === 0 ? t('No other line uses it.') : t('Used in line {0}.', uses.join(', ')),
      t('Build it alone: {0}', code(`docker build --target ${name ?? index} .`)),
    ]),
    link(t("Multi-stage builds in Docker's documentation"), documentation.multiStage),
  );
}
