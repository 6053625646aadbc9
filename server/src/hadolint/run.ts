import { bashText } from '../dockerfile/bash-text';
import { mountOptions } from '../dockerfile/mounts';
import { remembered } from '../dockerfile/remembered';
import { shellSource } from '../dockerfile/shell-source';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import type { Command } from './command';

/** A RUN as hadolint sees it. */
export interface Run {
  readonly instruction: Instruction;
  /** 0-based line on which it begins, that of the ONBUILD for a trigger. */
  readonly line: number;
  readonly isTrigger: boolean;
  readonly stage: Stage | undefined;
  /** The words of the exec form are joined by blanks. */
  readonly text: string;
  readonly commands: readonly Command[];
  readonly hasPipe: boolean;
  /** Targets of the mounts that keep what is written there out of the layer: of type cache and tmpfs. */
  readonly keptOut: readonly string[];
}

/** Every RUN of the file, those behind ONBUILD included. */
export const runs = remembered((dockerfile: Dockerfile): readonly Run[] =>
  dockerfile.instructions.flatMap((instruction) => {
    const acting = instruction.trigger ?? instruction;
    if (acting.name !== 'RUN') return [];
    const text =
      acting.form === 'exec'
        ? acting.words.map(({ value }) => value).join(' ')
        : (shellSource(dockerfile, acting)?.script.text ?? '');
    const { commands, pipelines } = bashText(text);
    return {
      instruction: acting,
      line: instruction.firstLine,
      isTrigger: acting !== instruction,
      stage: dockerfile.stages[instruction.stage],
      text,
      commands: commands.flatMap(({ name, args }) =>
        name === undefined ? [] : { name, args: args.map((argument) => argument.text) },
      ),
      hasPipe: pipelines.length > 0,
      keptOut: mountTargets(acting),
    };
  }),
);

function mountTargets({ flags }: Instruction): string[] {
  return flags.flatMap((flag) => {
    if (flag.name !== 'mount') return [];
    const options = mountOptions(flag);
    const type = options.find(({ key }) => key === 'type')?.value;
    if (type !== 'cache' && type !== 'tmpfs') return [];
    const target = options.find(({ key }) => ['target', 'dst', 'destination'].includes(key))?.value;
    return target === undefined ? [] : [target];
  });
}
