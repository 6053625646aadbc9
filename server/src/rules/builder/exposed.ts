import type { Dockerfile, Mapped } from '../../dockerfile/tree';
import type { Facts } from '../rule';
import { conversion } from './conversion';
import type { Command } from './dispatch';
import { parsePort, type PortSpec } from './port';

/** A port of an EXPOSE with its variables replaced; BuildKit looks at them in alphabetical order of what is typed. */
export interface ExposedPort extends PortSpec {
  readonly command: Command;
  /** The word that it comes from. */
  readonly word: Mapped;
  readonly text: string;
  readonly step: number;
}

export function exposedPorts(dockerfile: Dockerfile, facts: Facts): readonly ExposedPort[] {
  return conversion(dockerfile, facts)
    .commands.filter(
      ({ instruction, expansions }) =>
        instruction.name === 'EXPOSE' && expansions.every(({ error }) => error === undefined),
    )
    .flatMap((command) =>
      command.expansions
        .flatMap(({ word, words }) => words.map((text) => ({ word, text })))
        .map(({ word, text }, index) => ({
          ...parsePort(text),
          command,
          word,
          text,
          step: 1000 + index * 4,
        })),
    );
}
