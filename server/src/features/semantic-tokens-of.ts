import { mountOptions } from '../dockerfile/mounts';
import { shellOf } from '../dockerfile/shell';
import { stageUses } from '../dockerfile/stages';
import type { Dockerfile, Flag, Instruction, Pair, Span } from '../dockerfile/tree';
import { variableUses } from '../dockerfile/variable-uses';
import { innerKeyword } from './inner-keyword';
import { scriptTokens } from './script-tokens';

/** LSP's own names, so that every theme has a colour for them. */
export const tokenTypes = [
  'keyword',
  'comment',
  'macro',
  'namespace',
  'type',
  'variable',
  'parameter',
  'property',
  'enumMember',
  'function',
  'string',
  'number',
  'operator',
] as const;

export const tokenModifiers = ['declaration', 'deprecated'] as const;

export interface Token {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers?: readonly (typeof tokenModifiers)[number][];
}

/** Tokens in no particular order; they may lie within each other. */
export function tokensOf(dockerfile: Dockerfile, within?: Span): Token[] {
  const tokens: Token[] = [];
  const isWanted = ({ start, end }: Span) => !within || (start <= within.end && within.start <= end);
  for (const { span, nameSpan, valueSpan } of dockerfile.directives) {
    if (!isWanted(span)) continue;
    tokens.push({ span: nameSpan, type: 'macro' }, { span: valueSpan, type: 'string' });
  }
  for (const { span } of dockerfile.comments) if (isWanted(span)) tokens.push({ span, type: 'comment' });
  for (const instruction of dockerfile.instructions) {
    if (isWanted(instruction.span)) addInstruction(tokens, dockerfile, instruction);
  }
  return tokens;
}

function addInstruction(tokens: Token[], dockerfile: Dockerfile, instruction: Instruction): void {
  const acting = instruction.trigger ?? instruction;
  const isDeprecated = acting.name === 'MAINTAINER';
  const modifiers = isDeprecated ? (['deprecated'] as const) : [];
  tokens.push({ span: instruction.keywordSpan, type: 'keyword', modifiers });
  if (instruction.trigger) tokens.push({ span: acting.keywordSpan, type: 'keyword', modifiers });
  for (const flag of acting.flags) addFlag(tokens, acting, flag);
  for (const pair of acting.pairs) addPair(tokens, acting, pair);
  if (acting.pairs.length === 0) addWords(tokens, dockerfile, acting);
  for (const { operatorSpan, nameSpan, terminatorSpan } of acting.heredocs) {
    tokens.push({ span: { start: operatorSpan.start, end: nameSpan.start }, type: 'operator' });
    tokens.push({ span: nameSpan, type: 'macro' });
    if (terminatorSpan) tokens.push({ span: terminatorSpan, type: 'macro' });
  }
  for (const { reference, stage } of stageUses(dockerfile, instruction)) {
    tokens.push({ span: reference.span, type: stage ? 'namespace' : 'type' });
  }
  if (runsShell.has(acting.name)) addShell(tokens, dockerfile, instruction);
  tokens.push(...scriptTokens(dockerfile, instruction));
  for (const { nameSpan } of variableUses(dockerfile, instruction))
    tokens.push({ span: nameSpan, type: 'variable' });
}

const runsShell = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function addFlag(tokens: Token[], instruction: Instruction, flag: Flag): void {
  const { span, nameSpan, valueSpan } = flag;
  tokens.push({ span: { start: span.start, end: nameSpan.end }, type: 'parameter' });
  if (!valueSpan) return;
  if (instruction.name !== 'RUN' || flag.name !== 'mount') {
    tokens.push({ span: valueSpan, type: 'string' });
    return;
  }
  for (const option of mountOptions(flag)) {
    tokens.push({ span: option.keySpan, type: 'property' });
    if (!option.valueSpan) continue;
    const isType = option.key.toLowerCase() === 'type';
    tokens.push({ span: option.valueSpan, type: isType ? 'enumMember' : 'string' });
  }
}

function addPair(tokens: Token[], { name }: Instruction, { key, value }: Pair): void {
  if (name === 'LABEL') tokens.push({ span: key.span, type: 'property' });
  else tokens.push({ span: key.span, type: 'variable', modifiers: ['declaration'] });
  if (value) tokens.push({ span: value.span, type: 'string' });
}

/** What single words are: the image and stage of FROM, ports, signals, paths, strings of the JSON form. */
function addWords(tokens: Token[], dockerfile: Dockerfile, instruction: Instruction): void {
  const { name, words, form, stage } = instruction;
  const keyword = innerKeyword(instruction);
  if (keyword) tokens.push({ span: keyword.span, type: 'keyword' });
  if (name === 'FROM') {
    const nameSpan = dockerfile.stages[stage]?.nameSpan;
    if (nameSpan) tokens.push({ span: nameSpan, type: 'namespace', modifiers: ['declaration'] });
    return;
  }
  const type = wordTypes[name] ?? (form === 'exec' ? 'string' : undefined);
  if (!type || (form === 'shell' && runsShell.has(name))) return;
  for (const { span, text } of words) {
    if (!/^\d*<</.test(text)) tokens.push({ span, type });
  }
}

const wordTypes: Readonly<Record<string, Token['type']>> = {
  ADD: 'string',
  COPY: 'string',
  EXPOSE: 'number',
  MAINTAINER: 'string',
  STOPSIGNAL: 'enumMember',
  USER: 'string',
  VOLUME: 'string',
  WORKDIR: 'string',
};

/** Commands, their options and what they redirect; the script's quotes and keywords are the grammar's. */
function addShell(tokens: Token[], dockerfile: Dockerfile, instruction: Instruction): void {
  const shell = shellOf(dockerfile, instruction);
  if (!shell?.isPosix || shell.script === undefined) return;
  const quoted = /^["']/;
  for (const { nameSpan, args, assignments, redirects } of shell.commands) {
    if (nameSpan) tokens.push({ span: nameSpan, type: 'function' });
    for (const { span } of args) {
      const written = dockerfile.text.slice(span.start, span.end);
      if (/^--?[A-Za-z]/.test(written)) tokens.push({ span, type: 'parameter' });
      else if (quoted.test(written)) tokens.push({ span, type: 'string' });
    }
    for (const { nameSpan: name } of assignments)
      tokens.push({ span: name, type: 'variable', modifiers: ['declaration'] });
    for (const { span, target } of redirects) {
      tokens.push({ span: { start: span.start, end: target?.span.start ?? span.end }, type: 'operator' });
    }
  }
}
