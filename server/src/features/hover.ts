import type { Hover } from 'vscode-languageserver-types';
import { instructionAt } from '../dockerfile/position';
import { expandedImage, stageByReference } from '../dockerfile/stages';
import { mountOptions } from '../dockerfile/mounts';
import type { Dockerfile, Flag, Mapped } from '../dockerfile/tree';
import { flagWord } from '../dockerfile/variable-uses';
import { instructions } from '../reference/instructions';
import { labels } from '../reference/labels';
import { t } from '../text';
import { buildFacts } from './build-facts';
import { rangeOf } from './diagnostics';
import type { FeatureFacts } from './facts';
import { directiveTopic } from './hover/directive';
import { flagTopic } from './hover/flag';
import { bracketTopic, commandTopic, formTopic } from './hover/form';
import { hereHelp } from './hover/here';
import { heredocTopic } from './hover/heredoc';
import { imageHelp } from './hover/image';
import { instructionHelp } from './hover/instruction';
import { mountTopic } from './hover/mount';
import { pathTopic } from './hover/path';
import { portTopic } from './hover/port';
import { shellCommandTopic } from './hover/shell-command';
import { signalTopic } from './hover/signal';
import { stageHelp } from './hover/stage';
import { suppressionTopic } from './hover/suppression';
import { holds, type Place, type Topic } from './hover/topic';
import { definitionTopic, variableTopic } from './hover/variable';
import { code, paragraphs } from './markdown';
import { usersMadeBy } from './made-by-run';

/** What stands at an offset, explained; undefined where there is nothing to explain. */
export function hover(dockerfile: Dockerfile, offset: number, facts: FeatureFacts): Hover | undefined {
  const topic = topicAt(dockerfile, offset, facts);
  return (
    topic && {
      contents: { kind: 'markdown', value: topic.markdown },
      range: rangeOf(dockerfile, topic.span),
    }
  );
}

function topicAt(dockerfile: Dockerfile, offset: number, facts: FeatureFacts): Topic | undefined {
  const directive = dockerfile.directives.find((each) => holds(each.span, offset));
  if (directive) return suppressionTopic(dockerfile, directive.span, offset) ?? directiveTopic(directive);
  const comment = dockerfile.comments.find((each) => holds(each.span, offset));
  if (comment) return suppressionTopic(dockerfile, comment.span, offset);
  const instruction = instructionAt(dockerfile, offset);
  return instruction && instructionTopic({ dockerfile, instruction, offset, facts });
}

function instructionTopic(place: Place): Topic | undefined {
  const { instruction, offset } = place;
  const { trigger, heredocs } = instruction;
  if (trigger && holds(trigger.span, offset)) return instructionTopic({ ...place, instruction: trigger });
  if (holds(instruction.keywordSpan, offset)) return keywordTopic(place);
  const known = heredocTopic(instruction, offset) ?? variableTopic(place);
  if (known || heredocs.some(({ bodySpan }) => holds(bodySpan, offset))) {
    return known ?? shellCommandTopic(place);
  }
  const flag = instruction.flags.find((each) => holds(each.span, offset));
  return flag ? flagTopics(place, flag) : wordTopic(place);
}

function keywordTopic(place: Place): Topic | undefined {
  const { instruction } = place;
  const reference = instructions.find((each) => each.name === instruction.name);
  return (
    reference && {
      span: instruction.keywordSpan,
      markdown: instructionHelp(reference, hereHelp(place)),
    }
  );
}

function flagTopics(place: Place, flag: Flag): Topic | undefined {
  const { instruction, offset } = place;
  const reference = instructions
    .find((each) => each.name === instruction.name)
    ?.flags.find((each) => each.name === flag.name);
  if (!reference) return undefined;
  const word = flagWord(flag);
  if (word && offset > flag.nameSpan.end && holds(word.span, offset)) {
    if (reference.value === 'source') return sourceTopic(place, word, 'COPY');
    if (reference.value === 'mount') {
      const from = mountOptions(flag).find(
        ({ key, valueSpan }) => key.toLowerCase() === 'from' && holds(valueSpan, offset),
      );
      const topic = from?.valueWord ? sourceTopic(place, from.valueWord, 'mount') : mountTopic(flag, offset);
      return topic ?? flagTopic(flag, reference, flag.nameSpan.start);
    }
  }
  return flagTopic(flag, reference, offset);
}

/** A stage or an image that something is copied or mounted from. */
function sourceTopic(place: Place, word: Mapped, from: 'COPY' | 'mount'): Topic {
  const { dockerfile, instruction, facts } = place;
  const stage = stageByReference(dockerfile, word, { from, at: instruction, facts: buildFacts(facts) });
  return {
    span: word.span,
    markdown: stage ? stageHelp(dockerfile, stage, facts) : imageHelp(word.text, facts),
  };
}

function wordTopic(place: Place): Topic | undefined {
  const { instruction, offset } = place;
  switch (instruction.name) {
    case 'FROM':
      return fromTopic(place);
    case 'ENV':
    case 'ARG':
      return definitionTopic(place);
    case 'LABEL':
      return labelTopic(place);
    case 'EXPOSE':
      return portTopic(place);
    case 'STOPSIGNAL':
      return signalTopic(instruction, offset);
    case 'COPY':
    case 'ADD':
    case 'VOLUME':
      return bracketTopic(place) ?? pathTopic(place);
    case 'WORKDIR':
      return pathTopic(place);
    case 'USER':
      return userTopic(place);
    case 'RUN':
    case 'HEALTHCHECK':
    case 'SHELL':
      return formTopic(place);
    case 'CMD':
    case 'ENTRYPOINT':
      return commandTopic(place);
    default:
      return undefined;
  }
}

function fromTopic({ dockerfile, instruction, offset, facts }: Place): Topic | undefined {
  const stage = dockerfile.stages[instruction.stage];
  const index = instruction.words.findIndex((word) => holds(word.span, offset));
  const word = instruction.words[index];
  if (!word || !stage) return undefined;
  if (index > 0) return { span: word.span, markdown: stageHelp(dockerfile, stage, facts) };
  const build = buildFacts(facts);
  const base = stageByReference(dockerfile, word, { from: 'FROM', at: instruction, facts: build });
  return {
    span: word.span,
    markdown: base
      ? stageHelp(dockerfile, base, facts)
      : imageHelp(expandedImage(dockerfile, word, build), facts),
  };
}

function labelTopic({ instruction, offset }: Place): Topic | undefined {
  const pair = instruction.pairs.find((each) => holds(each.span, offset));
  const known = labels.find((label) => label.name === pair?.key.text);
  return (
    pair &&
    known && {
      span: pair.span,
      markdown: paragraphs(
        `**${code(known.name)}** ${t(known.summary)}`,
        t('For example {0}', code(known.example)),
      ),
    }
  );
}

function userTopic({ dockerfile, instruction, offset }: Place): Topic | undefined {
  const [word] = instruction.words;
  const stage = dockerfile.stages[instruction.stage];
  if (!word || !stage || !holds(word.span, offset)) return undefined;
  const name = word.text.split(':')[0] ?? '';
  const created = stage.instructions.find((each) => usersMadeBy(dockerfile, each).includes(name));
  return {
    span: word.span,
    markdown: paragraphs(
      name === 'root' || name === '0'
        ? t('**root**: may do everything in the container. Switch to another user before CMD.')
        : t('What follows, and the container, run as {0}.', code(word.text)),
      created && t('Created in line {0}.', created.firstLine + 1),
    ),
  };
}
