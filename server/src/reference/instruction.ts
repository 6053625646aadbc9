/**
 * What Docker says of an instruction, in our own words; facts follow version 1.26 of the Dockerfile frontend. Texts are
 * English Markdown: whoever shows them passes them through `t`.
 */
export interface InstructionReference {
  /** In upper case. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Paragraphs: what one has to know to use it well. */
  readonly details: readonly string[];
  /** The usual form first. */
  readonly forms: readonly InstructionForm[];
  readonly flags: readonly FlagReference[];
  /** What it adds to the image. */
  readonly layer: string;
  /** What makes the builder run it again instead of reusing the last result. */
  readonly cache: string;
  /** How it differs from what people take for the same thing. */
  readonly comparisons: readonly Comparison[];
  /** Dockerfile text that builds. */
  readonly example: string;
  readonly link: string;
  /** Why it is no trigger of ONBUILD; undefined where it may be one. */
  readonly notTriggered?: string;
  /** What to write instead of an instruction that is no longer in use. */
  readonly replacement?: string;
}

/** One way to write an instruction. */
export interface InstructionForm {
  /** Names the form: `exec form`. */
  readonly title: string;
  readonly summary: string;
  /** As signature help shows it: `COPY [flags] source… destination`. */
  readonly syntax: string;
  /** In order; each label is a part of `syntax`. */
  readonly parameters: readonly Parameter[];
  /** What completion inserts, in the snippet syntax of LSP, keyword included. */
  readonly snippet: string;
}

export interface Parameter {
  readonly label: string;
  readonly summary: string;
}

export interface Comparison {
  /** A question or a pair: `CMD or ENTRYPOINT?` */
  readonly title: string;
  readonly text: string;
}

/** `--name=value`. */
export interface FlagReference {
  /** Without dashes. */
  readonly name: string;
  readonly value: ValueKind;
  /** How it is written: `--chown=user[:group]`. */
  readonly syntax: string;
  readonly summary: string;
  readonly details?: string;
  /** The values that Docker accepts, or the usual ones where `value` is not `choice`. */
  readonly values?: readonly ValueReference[];
  /** What counts when the flag is absent. */
  readonly default?: string;
  readonly repeatable?: boolean;
  /** The version of the Dockerfile frontend that brought it: `1.4`. */
  readonly since?: string;
  readonly example: string;
  readonly link: string;
}

/** What stands behind a flag's `=`. `choice` has no values but those listed. */
export type ValueKind =
  | 'choice'
  | 'boolean'
  | 'platform'
  | 'source'
  | 'owner'
  | 'mode'
  | 'duration'
  | 'count'
  | 'digest'
  | 'pattern'
  | 'device'
  | 'mount';

export interface ValueReference {
  readonly value: string;
  readonly summary: string;
}
