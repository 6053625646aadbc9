import type { Dockerfile } from '../dockerfile/tree';
import type { RuleFinding } from '../rules/lint';
import type { Facts } from '../rules/rule';

/** What `strata check` found in one file: the input of every format. */
export interface CheckedFile {
  /** As given on the command line, or below the folder given; `-` for standard input. */
  readonly file: string;
  readonly dockerfile: Dockerfile;
  /** What was known of the build. */
  readonly facts: Facts;
  /** In order of their place. */
  readonly findings: readonly RuleFinding[];
}
