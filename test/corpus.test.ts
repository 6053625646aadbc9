import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { environmentBefore } from '../server/src/dockerfile/environment';
import { parse } from '../server/src/dockerfile/parse';
import { nodeAt } from '../server/src/dockerfile/position';
import { shellOf } from '../server/src/dockerfile/shell';
import { reachableStages } from '../server/src/dockerfile/stages';
import type { Dockerfile, Instruction, Mapped, Span } from '../server/src/dockerfile/tree';
import { variableUses } from '../server/src/dockerfile/variable-uses';
import { corpus, verdicts } from './shared';
import { cpuTime } from './cpu-time';

/** Everything that this folder can say about a file, so that whatever throws does so here. */
function readAll(tree: Dockerfile): void {
  reachableStages(tree);
  for (const instruction of tree.instructions) {
    shellOf(tree, instruction);
    variableUses(tree, instruction);
    environmentBefore(tree, instruction).get('PATH');
  }
  nodeAt(tree, tree.text.length);
}

/** What stands in the file between start and end of a piece, without what the builder drops. */
function mappedText(tree: Dockerfile, piece: Mapped): string {
  return Array.from({ length: piece.text.length }, (_, index) => tree.text.charAt(piece.at(index))).join('');
}

function pieces(instruction: Instruction): readonly Mapped[] {
  const { rest, body, flags, words, pairs, form } = instruction;
  const values = pairs.flatMap(({ key, value }) => (value ? [key, value] : [key]));
  return [rest, body, ...flags, ...(form === 'exec' ? [] : words), ...values];
}

describe('the tree of every file of the corpus', () => {
  const files = corpus();

  it('covers every character', () => {
    for (const { name, text } of files) {
      const tree = parse(text);
      const covered: Span[] = [
        ...tree.directives.map(({ span }) => span),
        ...tree.comments.map(({ span }) => span),
        ...tree.instructions.map(({ span, firstLine }) => ({
          start: tree.lines.startOf(firstLine),
          end: span.end,
        })),
      ];
      const rest = text.split('');
      for (const { start, end } of covered) rest.fill(' ', start, end);
      assert.equal(rest.join('').trim(), text.startsWith('\uFEFF') ? '\uFEFF'.trim() : '', name);
    }
  });

  it('leads each character of a word back to the file', () => {
    for (const { name, text } of files) {
      const tree = parse(text);
      for (const instruction of tree.instructions) {
        for (const piece of pieces(instruction)) assert.equal(mappedText(tree, piece), piece.text, name);
        for (const flag of instruction.flags) {
          const { value = '' } = flag;
          const mapped = value.split('').map((_, index) => text.charAt(flag.valueAt(index)));
          assert.equal(mapped.join(''), value, name);
        }
      }
    }
  });

  it('has the lines of instructions that BuildKit warns of, and those that it rejects', () => {
    const known = verdicts();
    for (const { name, text } of files) {
      const { instructions } = parse(text);
      const verdict = known.get(name);
      assert(verdict, name);
      const ranges = instructions.map(({ firstLine, lastLine }) => `${firstLine + 1}-${lastLine + 1}`);
      for (const { rule, firstLine, lastLine } of verdict.warnings) {
        if (rule === 'NoEmptyContinuation') continue;
        assert(ranges.includes(`${firstLine}-${lastLine}`), `${name}: ${rule} at ${firstLine}-${lastLine}`);
      }
      if (verdict.errorLine !== null) {
        assert(
          instructions.some(({ firstLine }) => firstLine + 1 === verdict.errorLine),
          `${name}: ${verdict.error}`,
        );
      }
    }
  });

  it('has the blank lines in continuations that BuildKit warns of', () => {
    const known = verdicts();
    for (const { name, text } of files) {
      const verdict = known.get(name);
      const warned = verdict?.warnings.filter(({ rule }) => rule === 'NoEmptyContinuation');
      if (!warned || (verdict?.error && warned.length === 0)) continue;
      const found = parse(text).instructions.filter(({ blankLines }) => blankLines.length > 0);
      assert.deepEqual(
        found.map(({ lastLogicalLine }) => lastLogicalLine + 1),
        warned.map(({ lastLine }) => lastLine),
        name,
      );
    }
  });

  it('has exactly the problems that BuildKit’s parser stops at', () => {
    const stops =
      /unterminated heredoc|comprised of strings only|must have two arguments|can't find =|no instructions|only one .* directive|invalid escape token|greater than max/;
    const known = verdicts();
    for (const { name, text } of files) {
      const error = known.get(name)?.error;
      const [problem] = parse(text).problems;
      if (error && stops.test(error)) assert(error.includes(problem?.message ?? '…'), `${name}: ${error}`);
      else assert.equal(problem, undefined, name);
    }
  });

  it('agrees with dockerfile-ast on the keyword and the words of each instruction', () => {
    // Another hand's parser as a second opinion, where the two read alike: no escapes, quotes, JSON, comments, heredocs.
    let compared = 0;
    for (const { name, text } of files) {
      for (const { name: keyword, span, body, pairs, form } of parse(text).instructions) {
        const source = text.slice(span.start, span.end);
        if (form === 'exec' || pairs.length > 0 || /[\\`"'#]|<<|\s--/.test(source)) continue;
        const [other, ...more] = DockerfileParser.parse(source).getInstructions();
        assert.equal(other?.getKeyword(), keyword, name);
        assert.deepEqual(more, [], name);
        const words = body.text.split(/[\t\v\f\r ]+/).filter((word) => word !== '');
        assert.deepEqual(
          other.getArguments().map((argument) => argument.getValue()),
          words,
          `${name}: ${source}`,
        );
        compared++;
      }
    }
    assert(compared > 1_500, `${compared} instructions compared`);
  });

  it('holds shell that parses, with offsets at the words of its commands', () => {
    for (const { name, text } of files) {
      const tree = parse(text);
      for (const instruction of tree.instructions) {
        const shell = shellOf(tree, instruction);
        for (const { name: command, nameSpan } of shell?.commands ?? []) {
          const source = nameSpan && text.slice(nameSpan.start, nameSpan.end);
          // Quotes and escapes are the shell's, continuations the builder's.
          if (command === undefined || source === undefined || /["'\\`]/.test(source)) continue;
          assert.equal(source, command, name);
        }
      }
    }
  });

  it('is the same when it grows out of an earlier one', () => {
    const plain = (tree: Dockerfile): unknown =>
      JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'lines' ? undefined : value)));
    for (const { name, text } of files.filter((_, index) => index % 7 === 0)) {
      const middle = text.length >> 1;
      for (const edited of [
        `${text.slice(0, middle)}x${text.slice(middle)}`,
        `${text.slice(0, middle)}\n${text.slice(middle + 9)}`,
        `RUN a\n${text}`,
      ]) {
        assert.deepEqual(plain(parse(edited, parse(text))), plain(parse(edited)), name);
      }
    }
  });

  it('exists at every prefix, as while typing', () => {
    const sample = files.filter(({ text }) => text.length < 900).filter((_, index) => index % 10 === 0);
    assert(sample.length >= 10, `${sample.length} files`);
    for (const { text } of sample) {
      let previous: Dockerfile | undefined;
      for (let length = 0; length <= text.length; length++) {
        previous = parse(text.slice(0, length), previous);
        readAll(previous);
      }
    }
  });

  it('costs little', () => {
    const units = files.reduce((sum, { text }) => sum + text.length, 0);
    const warm = (): void => {
      for (const { text } of files) parse(text);
    };
    warm();
    // 880 KB in 5,530 instructions took 45 ms of two cores; the limits leave room for slow and busy machines.
    assert(units > 500_000);
    assert(cpuTime(warm) < 1_000);
    const thousands = `FROM a\n${'RUN a && \\\n  b "$c" \\\n  # d\n  e\nENV f=g h="i j"\n'.repeat(4_000)}`;
    const long = `FROM a\nRUN ${'a "b c" $d '.repeat(100_000)}`;
    for (const text of [thousands, long]) assert(cpuTime(() => parse(text)) < 1_500);
  });

  it('never makes anything throw', () => {
    for (const { text } of files) readAll(parse(text));
  });
});
