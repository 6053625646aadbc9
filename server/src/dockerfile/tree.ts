/**
 * The tree of a Dockerfile. All offsets are UTF-16 units into `Dockerfile.text`, all line numbers are 0-based.
 * A tree always covers the whole text and exists for any text at all: what is wrong is listed, never thrown.
 */

/** A range of the text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of text as BuildKit reads it, with the way back to the file: continuations and comments are gone. */
export interface Mapped {
  readonly text: string;
  /** From the first to the last character of `text` in the file (continuations between them included). */
  readonly span: Span;
  /** Offset in the file of `text[index]`; `index === text.length` gives the end of the piece. */
  at(index: number): number;
  /**
   * Offset in the file behind `text[index - 1]`. Only JSON strings with escapes have it: elsewhere each unit of the text
   * is one unit of the file, so that the end is `at(index - 1) + 1`.
   */
  readonly endAt?: (index: number) => number;
}

export interface Dockerfile {
  readonly text: string;
  readonly lines: Lines;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Every whole-line comment outside heredocs, those inside continuations included, directives excluded. */
  readonly comments: readonly Comment[];
  /** In file order; ONBUILD's trigger hangs under its ONBUILD. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** What the builder's parser rejects before it looks at any meaning. */
  readonly problems: readonly Problem[];
}

/** Offsets to lines and back. */
export interface Lines {
  readonly count: number;
  lineAt(offset: number): number;
  startOf(line: number): number;
  /** End of the line without its line break. */
  endOf(line: number): number;
  positionAt(offset: number): { line: number; character: number };
  offsetAt(position: { line: number; character: number }): number;
}

export interface Directive {
  /** Lower case. */
  readonly name: 'syntax' | 'escape' | 'check';
  /** The whole comment, from `#`. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
  /** Blanks stand before `#`: the builder honours `escape` there, and overlooks `syntax` and `check`. */
  readonly isIndented: boolean;
}

export interface Comment {
  /** From `#` to the end of the line. */
  readonly span: Span;
  /** Without `#` and without blanks around it. */
  readonly text: string;
  readonly line: number;
  /** True inside a continued instruction. */
  readonly inside: boolean;
}

export interface Instruction {
  /** As typed, e.g. `Run`. */
  readonly keyword: string;
  /** In upper case, e.g. `RUN`; may be no instruction that Docker knows. */
  readonly name: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last line, heredoc terminators included, without the line break. */
  readonly span: Span;
  readonly firstLine: number;
  /** Last line of the instruction with its heredocs. */
  readonly lastLine: number;
  /** Last line of the logical line: where the heredoc bodies, if any, have not begun. */
  readonly lastLogicalLine: number;
  /** All that follows the keyword, flags included, blanks around it removed; continuations joined. */
  readonly rest: Mapped;
  /** What follows the flags. */
  readonly body: Mapped;
  readonly flags: readonly Flag[];
  /**
   * The arguments as BuildKit splits them for this instruction: the strings of the JSON form (`form: 'exec'`),
   * blank-separated words for ADD, COPY, EXPOSE, FROM, VOLUME …, one word for RUN, CMD and ENTRYPOINT in shell form
   * and for WORKDIR, USER, STOPSIGNAL, MAINTAINER; for ENV, LABEL and ARG see `pairs`; for HEALTHCHECK the type is
   * the first word and the command follows it; for ONBUILD see `trigger`.
   */
  readonly words: readonly Word[];
  readonly form: 'exec' | 'shell';
  /** ENV, LABEL and ARG. */
  readonly pairs: readonly Pair[];
  /** RUN, COPY, ADD, and ONBUILD of these; in the order of their operators. */
  readonly heredocs: readonly Heredoc[];
  readonly trigger: Instruction | undefined;
  /** Comments directly above (blank lines between are allowed): what BuildKit calls the previous comment. */
  readonly commentsAbove: readonly Comment[];
  /** Blank lines inside the continuation (0-based line numbers). */
  readonly blankLines: readonly number[];
  /** Index into `Dockerfile.stages`, -1 before the first FROM. */
  readonly stage: number;
  /** Index into `Dockerfile.instructions`; a trigger bears its ONBUILD's. */
  readonly index: number;
}

export interface Word extends Mapped {
  /**
   * The same as `text`: quotes and `$` untouched, as the lexer gets it. In the JSON form both are the string's value,
   * escapes resolved, and the span lies inside the quotes.
   */
  readonly value: string;
}

export interface Flag extends Mapped {
  /** Lower or upper case as typed, without dashes: `from`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Unquoted as BuildKit unquotes flags; undefined without `=`. */
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  /** Offset in the file of `value[index]`. */
  valueAt(index: number): number;
}

export interface Pair {
  /** From the key to the end of the value. */
  readonly span: Span;
  readonly key: Word;
  /** Undefined for `ARG name`. */
  readonly value: Word | undefined;
  /** `ENV key value`, without `=`. */
  readonly legacy: boolean;
}

export interface Heredoc {
  /** Without quotes. */
  readonly name: string;
  /** The file descriptor before `<<`, 0 when there is none. */
  readonly fd: number;
  /** `$x` in the body is expanded: the name bears no quote. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are removed. */
  readonly stripTabs: boolean;
  /** From `<<` (with its descriptor) to the end of the name. */
  readonly operatorSpan: Span;
  readonly nameSpan: Span;
  /** Whole lines; empty at the end of the file when unterminated. */
  readonly bodySpan: Span;
  /** As the builder gets it, tabs stripped where asked. */
  readonly body: string;
  readonly terminatorSpan: Span | undefined;
}

export interface Stage {
  readonly index: number;
  /** Lower case; undefined for a stage without AS. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: Instruction;
  /** The image word of FROM, undefined while it is being typed. */
  readonly image: Word | undefined;
  /** The FROM and all up to the next one. */
  readonly instructions: readonly Instruction[];
  readonly span: Span;
}

/** What the builder's parser rejects; `code` names the kind, `message` is BuildKit's own sentence. */
export interface Problem {
  readonly code:
    | 'empty-file'
    | 'no-instruction'
    | 'duplicate-directive'
    | 'invalid-escape'
    | 'line-too-long'
    | 'unterminated-heredoc'
    | 'json-not-strings'
    | 'key-without-value'
    | 'missing-equals';
  readonly span: Span;
  readonly message: string;
  readonly instruction: Instruction | undefined;
}
