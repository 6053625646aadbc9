import { heredocOperators, type HeredocOperator } from './heredoc-operators';
import { isSeparator, isSpace } from './is-space';
import { skipSpace, type LogicalLine } from './logical-line';
import type { Problem } from './tree';
import {
  splitAtBlanks,
  splitFlags,
  splitJson,
  splitPair,
  splitQuoted,
  type FlagPiece,
  type Piece,
} from './words';

/**
 * What an instruction says, wherever it stands: a pure function of its text and the escape character. Indexes are into
 * `line.text`; place.ts turns them into offsets of a file.
 */
export interface InstructionSyntax {
  readonly line: LogicalLine;
  readonly name: string;
  readonly keyword: Piece;
  readonly rest: Piece;
  readonly body: Piece;
  readonly flags: readonly FlagPiece[];
  readonly words: readonly Piece[];
  readonly form: 'exec' | 'shell';
  readonly pairs: readonly PairPiece[];
  readonly heredocs: readonly HeredocOperator[];
  readonly trigger: InstructionSyntax | undefined;
  readonly problems: readonly SyntaxProblem[];
}

export interface PairPiece {
  readonly key: Piece;
  readonly value: Piece | undefined;
  readonly isLegacy: boolean;
}

export interface SyntaxProblem {
  readonly code: Problem['code'];
  readonly at: Piece;
  readonly message: string;
}

/** How BuildKit's parser splits the arguments of each instruction (parser.go, `dispatch`). */
const splitting: Readonly<
  Record<
    string,
    'json or line' | 'json or words' | 'words' | 'line' | 'pairs' | 'arguments' | 'health' | 'trigger'
  >
> = {
  ADD: 'json or words',
  ARG: 'arguments',
  CMD: 'json or line',
  COPY: 'json or words',
  ENTRYPOINT: 'json or line',
  ENV: 'pairs',
  EXPOSE: 'words',
  FROM: 'words',
  HEALTHCHECK: 'health',
  LABEL: 'pairs',
  MAINTAINER: 'line',
  ONBUILD: 'trigger',
  RUN: 'json or line',
  SHELL: 'json or line',
  STOPSIGNAL: 'line',
  USER: 'line',
  VOLUME: 'json or words',
  WORKDIR: 'line',
};

const heredocInstructions = new Set(['ADD', 'COPY', 'RUN']);

/** Triggers inside triggers are parsed this deep; the builder forbids the second already. */
const deepestTrigger = 8;

type Arguments = Pick<InstructionSyntax, 'words' | 'form' | 'pairs' | 'trigger' | 'problems'>;

const nothing: Arguments = { words: [], form: 'shell', pairs: [], trigger: undefined, problems: [] };

export function parseInstruction(line: LogicalLine, escape: string): InstructionSyntax {
  return parseFrom(line, escape, 0, 0);
}

function parseFrom(line: LogicalLine, escape: string, from: number, depth: number): InstructionSyntax {
  const { text } = line;
  const start = skipSpace(text, from, text.length);
  let end = text.length;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;

  let keywordEnd = start;
  while (keywordEnd < end && !isSeparator(text.charCodeAt(keywordEnd))) keywordEnd++;
  const name = upperCase(text.slice(start, keywordEnd));
  const { flags, rest } = splitFlags(text, keywordEnd, end);
  const body: Piece = { start: rest, end };
  const parsed = parseArguments(line, escape, name, body, depth);

  const target = parsed.trigger ?? { name, form: parsed.form };
  const hasHeredocs = depth === 0 && heredocInstructions.has(target.name) && target.form === 'shell';
  return {
    line,
    name,
    keyword: { start, end: keywordEnd },
    rest: { start: skipSpace(text, keywordEnd, end), end },
    body,
    flags,
    ...parsed,
    heredocs: hasHeredocs ? heredocOperators(text) : [],
  };
}

/** In capitals, of ASCII alone: `ſ` is no S for the builder, though it is for `toUpperCase`. */
function upperCase(keyword: string): string {
  return keyword.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function parseArguments(
  line: LogicalLine,
  escape: string,
  name: string,
  body: Piece,
  depth: number,
): Arguments {
  const { text } = line;
  const { start, end } = body;
  const wholeLine = (): Arguments => ({ ...nothing, words: start < end ? [{ start, end }] : [] });
  const words = (): Arguments => ({ ...nothing, words: splitAtBlanks(text, start, end) });
  switch (splitting[name]) {
    case 'line':
      return wholeLine();
    case 'json or line':
      return jsonForm(text, body) ?? wholeLine();
    case 'json or words':
      return jsonForm(text, body) ?? words();
    case 'pairs':
      return keyValues(text, body, escape, name);
    case 'arguments':
      return { ...nothing, pairs: splitQuoted(text, start, end, escape).map((word) => argument(text, word)) };
    case 'health':
      return healthcheck(text, body);
    case 'trigger': {
      if (start === end || depth >= deepestTrigger) return words();
      const trigger = parseFrom(line, escape, start, depth + 1);
      return { ...nothing, trigger, problems: trigger.problems };
    }
    default:
      return words();
  }
}

function jsonForm(text: string, { start, end }: Piece): Arguments | undefined {
  const strings = splitJson(text, start, end);
  if (strings === undefined) return undefined;
  if (strings !== 'not-strings') return { ...nothing, words: strings, form: 'exec' };
  const message = 'when using JSON array syntax, arrays must be comprised of strings only';
  return {
    ...nothing,
    words: [{ start, end }],
    problems: [{ code: 'json-not-strings', at: { start, end }, message }],
  };
}

function healthcheck(text: string, { start, end }: Piece): Arguments {
  let typeEnd = start;
  while (typeEnd < end && !isSpace(text.charCodeAt(typeEnd))) typeEnd++;
  if (typeEnd === start) return nothing;
  const command: Piece = { start: skipSpace(text, typeEnd, end), end };
  const parsed = jsonForm(text, command) ?? {
    ...nothing,
    words: command.start < end ? [command] : [],
  };
  return { ...parsed, words: [{ start, end: typeEnd }, ...parsed.words] };
}

function argument(text: string, word: Piece): PairPiece {
  const pair = splitPair(text, word);
  return { key: pair ? pair[0] : word, value: pair?.[1], isLegacy: false };
}

function keyValues(text: string, { start, end }: Piece, escape: string, name: string): Arguments {
  const words = splitQuoted(text, start, end, escape);
  const [first] = words;
  if (first === undefined) return nothing;
  if (!splitPair(text, first)) return legacyPair(text, { start, end }, name);

  const pairs: PairPiece[] = [];
  const problems: SyntaxProblem[] = [];
  for (const word of words) {
    const pair = argument(text, word);
    pairs.push(pair);
    if (pair.value) continue;
    const quoted = JSON.stringify(text.slice(word.start, word.end));
    problems.push({
      code: 'missing-equals',
      at: word,
      message: `Syntax error - can't find = in ${quoted}. Must be of the form: name=value`,
    });
  }
  return { ...nothing, pairs, problems };
}

/** `ENV key the whole rest`: the first word holds no `=`. */
function legacyPair(text: string, { start, end }: Piece, name: string): Arguments {
  let keyEnd = start;
  while (keyEnd < end && !isSeparator(text.charCodeAt(keyEnd))) keyEnd++;
  let valueStart = keyEnd;
  while (valueStart < end && isSeparator(text.charCodeAt(valueStart))) valueStart++;
  const key: Piece = { start, end: keyEnd };
  if (keyEnd < end) {
    return { ...nothing, pairs: [{ key, value: { start: valueStart, end }, isLegacy: true }] };
  }
  return {
    ...nothing,
    pairs: [{ key, value: undefined, isLegacy: true }],
    problems: [{ code: 'key-without-value', at: key, message: `${name} must have two arguments` }],
  };
}
