import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { codeActions } from '../../server/src/features/code-actions';
import { codeLenses } from '../../server/src/features/code-lenses';
import { completion } from '../../server/src/features/completion';
import { definition } from '../../server/src/features/definition';
import { diagnostics } from '../../server/src/features/diagnostics';
import { documentHighlights } from '../../server/src/features/document-highlights';
import { documentLinks } from '../../server/src/features/document-links';
import { documentSymbols } from '../../server/src/features/document-symbols';
import { foldingRanges } from '../../server/src/features/folding-ranges';
import { format, formatOnType } from '../../server/src/features/format';
import { hover } from '../../server/src/features/hover';
import { inlayHints } from '../../server/src/features/inlay-hints';
import { linkedEditingRanges } from '../../server/src/features/linked-editing-ranges';
import { references } from '../../server/src/features/references';
import { prepareRename, rename } from '../../server/src/features/rename';
import { selectionRanges } from '../../server/src/features/selection-ranges';
import { semanticTokens } from '../../server/src/features/semantic-tokens';
import { signatureHelp } from '../../server/src/features/signature-help';
import { stages } from '../../server/src/features/stages';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols';
import { lint } from '../../server/src/rules/lint';
import { offlineFacts } from '../check';
import { cpuTime } from '../cpu-time';
import { corpusSample } from '../shared';

const uri = 'file:///w/Dockerfile';
const style = { indent: '    ', tabSize: 4, keywordCase: 'upper', keepRunBlanks: false } as const;

/** What an editor asks about a place. */
const atPlace: Readonly<Record<string, (dockerfile: Dockerfile, offset: number) => unknown>> = {
  hover: (dockerfile, offset) => hover(dockerfile, offset, offlineFacts),
  completion: (dockerfile, offset) => completion(dockerfile, offset, offlineFacts).items.slice(0, 5),
  signatureHelp,
  definition: (dockerfile, offset) => definition(dockerfile, offset, uri),
  references: (dockerfile, offset) => references(dockerfile, offset, uri, true),
  documentHighlights,
  linkedEditingRanges,
  prepareRename,
  rename: (dockerfile, offset) => rename(dockerfile, offset, 'renamed', uri),
  selectionRanges: (dockerfile, offset) => selectionRanges(dockerfile, [offset]),
  formatOnType: (dockerfile, offset) => formatOnType(dockerfile, offset, style),
};

/** What an editor asks about a file. */
const ofFile: Readonly<Record<string, (dockerfile: Dockerfile) => unknown>> = {
  documentLinks: (dockerfile) => documentLinks(dockerfile),
  documentSymbols,
  workspaceSymbols: (dockerfile) => workspaceSymbols([{ uri, dockerfile }], ''),
  foldingRanges,
  inlayHints: (dockerfile) => inlayHints(dockerfile, { start: 0, end: dockerfile.text.length }),
  codeLenses: (dockerfile) =>
    codeLenses(dockerfile, { uri, version: 1, commands: new Set(['strata.build']) }),
  semanticTokens: (dockerfile) => semanticTokens(dockerfile),
  format: (dockerfile) => format(dockerfile, style),
  stages: (dockerfile) => stages(dockerfile, 1),
  diagnostics: (dockerfile) => {
    const findings = lint(dockerfile, offlineFacts, { options: {}, severities: new Map() });
    const span = { start: 0, end: dockerfile.text.length };
    return [
      diagnostics(dockerfile, findings, uri, undefined),
      codeActions(dockerfile, findings, { uri, version: 1, span, only: undefined }),
    ];
  },
};

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Every range in an answer, however deep, lies in the file and does not end before it begins. */
function assertInBounds(answer: unknown, dockerfile: Dockerfile, where: string): void {
  const { lines } = dockerfile;
  if (typeof answer !== 'object' || answer === null) return;
  for (const value of Object.values(answer)) assertInBounds(value, dockerfile, where);
  if (!('start' in answer) || !('end' in answer) || !isPlace(answer.start) || !isPlace(answer.end)) return;
  const { start, end } = answer;
  for (const { line, character } of [start, end]) {
    const isInside = line < lines.count && character <= lines.endOf(line) - lines.startOf(line);
    assert.ok(isInside, `${line}:${character} is outside, ${where}`);
  }
  assert.ok(lines.offsetAt(start) <= lines.offsetAt(end), `${JSON.stringify(answer)} is turned, ${where}`);
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'line' in value && 'character' in value;
}

function askAt(dockerfile: Dockerfile, offset: number, name: string): void {
  for (const [feature, ask] of Object.entries(atPlace)) {
    assertInBounds(ask(dockerfile, offset), dockerfile, `${feature} at ${offset} of ${name}`);
  }
}

function askOf(dockerfile: Dockerfile, name: string): void {
  for (const [feature, ask] of Object.entries(ofFile)) {
    assertInBounds(ask(dockerfile), dockerfile, `${feature} of ${name}`);
  }
}

/** STRATA_STEP=1 asks everywhere, which takes long; a prime step meets every kind of place over the corpus. */
const step = Number(process.env['STRATA_STEP'] ?? 211);

describe('every feature', () => {
  const files = corpusSample('every feature', 60);

  it('answers all over every file of the corpus, inside the file', () => {
    for (const { name, text } of files) {
      const dockerfile = parse(text);
      askOf(dockerfile, name);
      for (let offset = name.length % step; offset <= text.length; offset += step) {
        askAt(dockerfile, offset, name);
      }
    }
  });

  it('answers at the end of every beginning of a file, as while it is typed', () => {
    for (const { name, text } of files) {
      let previous: Dockerfile | undefined;
      for (let length = (name.length * 7) % (step * 5); length <= text.length; length += step * 5) {
        previous = parse(text.slice(0, length), previous);
        askOf(previous, `${name} up to ${length}`);
        askAt(previous, length, `${name} up to ${length}`);
      }
    }
  });

  it('answers about text that is no Dockerfile', () => {
    const odd = [
      '',
      '\0',
      '\uD800',
      '\uDC00',
      '\r',
      '\\',
      '`',
      '#',
      '# escape=`',
      '# syntax',
      '--',
      '$',
      '${',
    ];
    const half = [
      '"',
      "'",
      '[',
      '["',
      '<<',
      '<<"',
      '<<-E',
      'FROM a AS',
      'ARG',
      'ENV A',
      'ENV A="',
      'RUN <<E\n$',
      'RUN --mount=type=,',
    ];
    const lines = [
      'COPY --from=',
      'COPY ["a",',
      'ONBUILD',
      'ONBUILD COPY <<E',
      'HEALTHCHECK --interval',
      'SHELL [',
      'EXPOSE 1-',
      'USER :',
      'LABEL "a',
    ];
    for (const piece of [...odd, ...half, ...lines]) {
      for (const text of [
        piece,
        `FROM a AS b\n${piece}`,
        `${piece}\\\n# c\n\n${piece}\r\n${piece}`,
        `FROM a\nRUN x <<E\n${piece}`,
      ]) {
        const dockerfile = parse(text);
        askOf(dockerfile, JSON.stringify(text));
        for (let offset = 0; offset <= text.length; offset++) askAt(dockerfile, offset, JSON.stringify(text));
      }
    }
  });

  it('answers quickly where much is nested or repeated', () => {
    const texts = {
      variables: `FROM a\nENV A=${'${a:-'.repeat(3_000)}`,
      substitutions: `FROM a\nRUN ${'$('.repeat(3_000)}`,
      stages: Array.from({ length: 300 }, (_, index) => `FROM s${index} AS s${index + 1}\nARG A=$A\n`).join(
        '',
      ),
      heredocs: `FROM a\nRUN ${Array.from({ length: 500 }, (_, index) => `<<E${index}`).join(' ')}\n`,
      line: `FROM a\nRUN ${'echo "$a" && '.repeat(20_000)}x\n`,
      comments: `FROM a\nRUN a \\\n${'# c\n'.repeat(10_000)}b\n`,
    };
    for (const [name, text] of Object.entries(texts)) {
      const dockerfile = parse(text);
      for (const [feature, ask] of Object.entries(ofFile)) {
        const spent = cpuTime(() => ask(dockerfile));
        assert.ok(spent < 3_000, `${feature} of ${name}: ${spent} ms`);
      }
      for (const [feature, ask] of Object.entries(atPlace)) {
        const spent = cpuTime(() => ask(dockerfile, text.length >> 1));
        assert.ok(spent < 1_000, `${feature} in ${name}: ${spent} ms`);
      }
    }
  });
});
