import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Range } from 'vscode-languageserver-types';
import { parse } from '../../server/src/dockerfile/parse';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { completion } from '../../server/src/features/completion';
import { hover } from '../../server/src/features/hover';
import { signatureHelp } from '../../server/src/features/signature-help';
import { offlineFacts } from '../check';
import { corpusSample } from '../shared';

/** Every feature at one place answers, about the text at that place. */
function answersAt(dockerfile: Dockerfile, offset: number, name: string): void {
  const { lines } = dockerfile;
  const holds = ({ start, end }: Range): boolean =>
    lines.offsetAt(start) <= offset && offset <= lines.offsetAt(end);
  const where = `${name} at ${offset}`;
  const tip = hover(dockerfile, offset, offlineFacts);
  assert.ok(!tip || (tip.range && holds(tip.range)), `hover of ${where}`);
  for (const { textEdit, label } of completion(dockerfile, offset, offlineFacts).items.slice(0, 3)) {
    assert.ok(textEdit && 'range' in textEdit, `completion of ${where}`);
    const { range } = textEdit;
    assert.ok(holds(range) && range.start.line === range.end.line, `completion ${label} of ${where}`);
  }
  const help = signatureHelp(dockerfile, offset);
  if (help) {
    const signature = help.signatures[help.activeSignature ?? 0];
    const parameter = signature?.parameters?.[help.activeParameter ?? 0];
    assert.ok(signature && parameter, `signature of ${where}`);
    assert.ok(signature.label.includes(String(parameter.label)), `parameter of ${where}`);
  }
}

/** Where a cursor can stand: not between the two characters of a line break. */
function isCursorPlace(text: string, offset: number): boolean {
  return !(text[offset - 1] === '\r' && text[offset] === '\n');
}

describe('hover, completion and signature help', () => {
  it('answer at every offset of a file of each kind of syntax', () => {
    const text = [
      '# syntax=docker/dockerfile:1\n# check=skip=all\nARG V=1 W="a b"\nFROM --platform=$BUILDPLATFORM node:${V:-2}-slim@sha256:abc AS b\n',
      'SHELL ["/bin/bash", "-c"]\nENV A=1 \\\n# comment\n\n  B=${A:+x}\nENV legacy value $A\nRUN --mount=type=cache,target=/x,sharing=locked \\\n --network=none echo "$A" && (cd x; y) | z <<EOF\n$A\nEOF\n',
      'COPY --from=b --chown=a:b ["a", "b c"] <<"X" <<-Y /d/\nx\nX\n\t$A\n\tY\nONBUILD COPY --link . .\nONBUILD RUN <<E\nE\n',
      'HEALTHCHECK --interval=5s CMD ["a"]\nHEALTHCHECK NONE\nEXPOSE 80/udp $A 1-2\nUSER a:b\nWORKDIR ../x\nVOLUME ["/a"]\nSTOPSIGNAL 9\nLABEL a="b" c=d\nMAINTAINER x\nENTRYPOINT exec x\nCMD ["a", "$A"]\nCMD\nFOO x\nRUN <<UNENDED\nx',
    ].join('');
    const dockerfile = parse(text);
    for (let offset = 0; offset <= text.length; offset++) answersAt(dockerfile, offset, 'the file');
  });

  it('answer at the end of every beginning of a file', () => {
    const text =
      '# escape=`\nFROM --platform=linux/arm64 a:b@sha256:c AS d\nRUN --mount=type=bind,from="x",rw `\n # c\n echo \'${A:-"$(x)"}\'\nCOPY --from=d ["a","b"] <<-\'E\' /x\nE\nONBUILD ONBUILD ENV A=${B:?c} D\n';
    for (let end = 0; end <= text.length; end++)
      answersAt(parse(text.slice(0, end)), end, text.slice(0, end));
  });

  it('answer in text that is no Dockerfile', () => {
    const odd = [
      '',
      ' ',
      '\0',
      '\uD800',
      '\r',
      '\\',
      '#',
      '--',
      '$',
      '${',
      '"',
      '[',
      '<<',
      'FROM',
      'FROM \\',
      'RUN <<',
      'RUN --mount=',
      'RUN --mount=,=,',
      'COPY --from',
      'ENV',
      'ENV =',
      'ONBUILD',
      'CMD [',
      '\uFEFFFROM',
      `RUN ${'$('.repeat(500)}`,
      `ENV A=${'${a:-'.repeat(500)}`,
    ];
    for (const text of odd) {
      for (const whole of [text, `FROM a\n${text}`, `FROM a\n${text} `]) {
        const dockerfile = parse(whole);
        for (let offset = 0; offset <= Math.min(whole.length, 40); offset++) {
          answersAt(dockerfile, offset, JSON.stringify(whole));
        }
        answersAt(dockerfile, whole.length, JSON.stringify(whole));
      }
    }
  });

  it('answer all over the corpus', () => {
    for (const { name, text } of corpusSample('at every offset', 120)) {
      const dockerfile = parse(text);
      // A prime step: over the corpus it meets every kind of place, and the whole takes about two seconds.
      for (let offset = name.length % 97; offset <= text.length; offset += 97) {
        if (isCursorPlace(text, offset)) answersAt(dockerfile, offset, name);
      }
    }
  });
});
