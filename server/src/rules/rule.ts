import type { Dockerfile, Span } from '../dockerfile/tree';
import type { Outcome } from './builder/outcome';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** What the world outside the text says; every member may be missing, and then a rule says less, never wrong. */
export interface Facts {
  /** Name → value, as `--build-arg` gives them. */
  readonly buildArgs?: ReadonlyMap<string, string>;
  /** `--target`: stage name or index as typed. */
  readonly target?: string;
  /** `--platform`, e.g. `linux/arm64`. */
  readonly platform?: string;
  /** The configuration of a base image where it is known (local image). */
  readonly imageConfig?: (reference: string) => ImageConfig | undefined;
  /** Text of the .dockerignore that the builder would use; undefined when there is none or it is not known. */
  readonly dockerignore?: string;
  /** Is there such a path in the build context? Undefined when not known. */
  readonly contextHas?: (path: string) => boolean | undefined;
  /** Paths of the build context that resemble `path`, for "did you mean". */
  readonly contextNear?: (path: string) => readonly string[];
}

/** `Config` of an OCI image, as far as a Dockerfile on top of it can tell. */
export interface ImageConfig {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
  /** `NAME=value` entries. */
  readonly env: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly shell?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly onBuild?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Options that the user's settings give to rules, e.g. `trustedRegistries`; one flat, typed record. */
export interface RuleOptions {
  readonly trustedRegistries?: readonly string[];
  /** `majority` follows BuildKit, `upper` and `lower` are stricter. */
  readonly keywordCase?: 'majority' | 'upper' | 'lower';
  readonly labelSchema?: Readonly<Record<string, string>>;
  readonly strictLabels?: boolean;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Safe fixes may be applied unseen (fix-all); suggestions are offered only. */
  readonly safe: boolean;
}

export interface Finding {
  /** The exact words. */
  readonly span: Span;
  /** One sentence: what is wrong, why, what to do. */
  readonly message: string;
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** Replaces the rule's default severity where the condition decides it (BuildKit error or warning). */
  readonly severity?: Severity;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** What BuildKit prints of it, where BuildKit has this check or rejects the file. */
  readonly buildkit?: Outcome;
}

export interface Rule {
  /** Named for what it flags: file, setting, test and docs anchor bear this name. */
  readonly id: string;
  /** Names in BuildKit, hadolint (DL…) and dockerfile-utils that mean the same. */
  readonly aliases: readonly string[];
  /** Default in the editor (`recommended` preset); `off` rules run only when switched on. */
  readonly severity: Severity | 'off';
  /** The version of Strata that brought it. */
  readonly since: string;
  /** Why it matters, Markdown, one to four sentences, in our own words. */
  readonly why: string;
  /** Where a rule of another program is explained; ours are in docs/rules.md. */
  readonly documentation?: string;
  /** Every `bad` example yields at least one finding of this rule, every `good` one none: run as tests. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  /** A `bad` example's text after its safe fixes, where the rule has safe fixes: run as tests. */
  readonly fixed?: readonly string[];
  /** What the examples need to be known. */
  readonly exampleFacts?: Facts;
  readonly exampleOptions?: RuleOptions;
  check(dockerfile: Dockerfile, facts: Facts, options: RuleOptions): readonly Finding[];
}
