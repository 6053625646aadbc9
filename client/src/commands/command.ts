import type { Strata } from '../strata';

/** One command, one file. Its title is in package.json. */
export interface Command {
  /** Without the prefix `strata.`. */
  readonly id: string;
  /** It talks to Docker: refused, with the reason, in a folder that is not trusted. */
  readonly needsTrust: boolean;
  /**
   * What VS Code hands over: nothing from the palette, resources from the explorer, a tree item from a view, a
   * StageArgument from a code lens, or all options in one object from a test, a task or another extension. Answers
   * with a result object, with undefined where the user cancelled; throws a sentence for the user.
   */
  run(strata: Strata, ...args: readonly unknown[]): Promise<unknown>;
}
