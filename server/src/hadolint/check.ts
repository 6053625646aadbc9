import type { Dockerfile, Instruction } from '../dockerfile/tree';
import type { Run } from './run';
import { runs } from './run';

/** How serious hadolint takes a check to be; `ignore` is off unless it is asked for. */
export type Level = 'error' | 'warning' | 'info' | 'style' | 'ignore';

export interface CheckOptions {
  /** Registries that images may come from; empty allows all. A `*` stands for any beginning or end. */
  readonly trustedRegistries: readonly string[];
  /** Label → what its value has to be: `text`, `url`, `rfc3339`, `spdx`, `hash`, `semver`, `email`. */
  readonly labelSchema: Readonly<Record<string, string>>;
  /** Labels outside of the schema are reported. */
  readonly strictLabels: boolean;
}

export interface Hit {
  /** 0-based. */
  readonly line: number;
  readonly message: string;
}

/**
 * One of hadolint's checks under hadolint's own condition, odd corners included, so that the report can stand in for
 * hadolint's. What the editor says of the same thing is decided by the rules, which are free to be wiser.
 */
export interface Check {
  readonly code: string;
  readonly level: Level;
  find(dockerfile: Dockerfile, options: CheckOptions): readonly Hit[];
}

/** A check that looks at each instruction alone. */
export function instructionCheck(
  code: string,
  level: Level,
  message: (instruction: Instruction) => string,
  isFound: (instruction: Instruction) => boolean,
): Check {
  return {
    code,
    level,
    find: ({ instructions }) =>
      instructions
        .filter(isFound)
        .map((instruction) => ({ line: instruction.firstLine, message: message(instruction) })),
  };
}

/** A check that looks at each RUN alone, those behind ONBUILD included where `withTriggers`. */
export function runCheck(
  code: string,
  level: Level,
  message: () => string,
  isFound: (run: Run) => boolean,
  { withTriggers = true } = {},
): Check {
  return {
    code,
    level,
    find: (dockerfile) =>
      runs(dockerfile)
        .filter((run) => (withTriggers || !run.isTrigger) && isFound(run))
        .map(({ line }) => ({ line, message: message() })),
  };
}
