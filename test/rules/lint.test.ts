import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { applyEdits } from '../../server/src/features/safe-edits';
import { lint } from '../../server/src/rules/lint';
import type { Facts, Severity } from '../../server/src/rules/rule';
import { suppress } from '../../server/src/rules/suppression';

/** `severity rule "words"` for each finding of the named rules, in order. */
function found(
  text: string,
  only: readonly string[],
  severities: Record<string, Severity | 'off'> = {},
  facts: Facts = {},
): string[] {
  return lint(parse(text), facts, { options: {}, severities: new Map(Object.entries(severities)) })
    .filter(({ rule }) => only.includes(rule.id))
    .map(({ rule, severity, span }) => `${severity} ${rule.id} "${text.slice(span.start, span.end)}"`);
}

describe('severities', () => {
  it('are the rule’s own until set', () => {
    const text = 'FROM scratch\nWORKDIR app\n';
    assert.deepEqual(found(text, ['relative-workdir']), ['warning relative-workdir "app"']);
    assert.deepEqual(found(text, ['relative-workdir'], { 'relative-workdir': 'error' }), [
      'error relative-workdir "app"',
    ]);
    assert.deepEqual(found(text, ['relative-workdir'], { 'relative-workdir': 'off' }), []);
  });

  it('follow the condition where the rule says so, but never against a setting', () => {
    const text = 'ARG V\nFROM alpine:$V\n';
    assert.deepEqual(found(text, ['invalid-image-name']), ['warning invalid-image-name "alpine:$V"']);
    assert.deepEqual(found(text, ['invalid-image-name'], { 'invalid-image-name': 'info' }), [
      'info invalid-image-name "alpine:$V"',
    ]);
    assert.deepEqual(found('FROM Alpine\n', ['invalid-image-name']), ['error invalid-image-name "Alpine"']);
  });

  it('of an undefined variable depend on what is known', () => {
    const rule = ['undefined-variable'];
    assert.deepEqual(found('FROM java\nENV A=$JAVA_HOME\n', rule), ['hint undefined-variable "JAVA_HOME"']);
    assert.deepEqual(found('FROM scratch\nENV A=$JAVA_HOME\n', rule), [
      'warning undefined-variable "JAVA_HOME"',
    ]);
    assert.deepEqual(found('FROM java\nENV JAVA_HOM=1\nENV A=$JAVA_HOME\n', rule), [
      'warning undefined-variable "JAVA_HOME"',
    ]);
    assert.deepEqual(found('FROM java\nENV A=$TARGETARCH\n', rule), [
      'warning undefined-variable "TARGETARCH"',
    ]);
    assert.deepEqual(found('FROM java\nENV LD_PATH=$LD_PATH:/x\n', rule), [
      'hint undefined-variable "LD_PATH"',
    ]);
    assert.deepEqual(found('FROM java\nENV A=$B\n', rule, {}, { imageConfig: () => ({ env: ['B=1'] }) }), []);
  });
});

describe('findings', () => {
  it('are told once, however many stages set off the same trigger', () => {
    const text = 'FROM scratch AS a\nONBUILD WORKDIR x\nFROM a AS b\nFROM a\nCOPY --from=b /x /y\n';
    assert.deepEqual(found(text, ['relative-workdir']), ['warning relative-workdir "x"']);
  });

  it('stand at the exact words', () => {
    const at = (text: string, rule: string) => found(text, [rule]).map((line) => /"(.*)"$/s.exec(line)?.[1]);
    assert.deepEqual(at('FROM scratch\nCOPY --chown=1 --chwon=2 a b\n', 'unknown-flag'), ['chwon']);
    assert.deepEqual(at('FROM scratch\nRUN --mount=type=cahce,target=/x ls\n', 'invalid-mount-option'), [
      'cahce',
    ]);
    assert.deepEqual(at('FROM scratch\nRUN --mount="type=cache,targt=/x" ls\n', 'invalid-mount-option'), [
      'targt',
    ]);
    assert.deepEqual(at('FROM scratch\nENV A="x ${B:-y}"\n', 'undefined-variable'), ['B']);
    assert.deepEqual(at('FROM scratch\nENV A=x \\\n  # why\n  C=$B\n', 'undefined-variable'), ['B']);
    assert.deepEqual(at('# escape=`\nFROM scratch\nENV A=x `\n  C=$B D=`$E\n', 'undefined-variable'), ['B']);
    assert.deepEqual(at('FROM scratch\nCOPY <<EOF /a\n\tx $B\nEOF\n', 'undefined-variable'), ['B']);
    assert.deepEqual(at('FROM scratch\nCOPY <<-EOF /a\n\t\tx $B\n\tEOF\n', 'undefined-variable'), ['B']);
    assert.deepEqual(at('FROM scratch\nCMD ["a", "b", 7]\n', 'json-not-strings'), ['7']);
    assert.deepEqual(at('FROM scratch\nEXPOSE 80/Tcp\n', 'protocol-casing'), ['Tcp']);
    assert.deepEqual(at('FROM a as\\\n  b\n', 'from-as-casing'), ['as']);
    assert.deepEqual(at('FROM scratch\r\nWORKDIR app\r\n', 'relative-workdir'), ['app']);
    assert.deepEqual(at('\uFEFFFROM scratch\nWORKDIR app\n', 'relative-workdir'), ['app']);
  });
});

describe('comments', () => {
  const rule = ['relative-workdir'];

  it('of BuildKit silence by its names and by ours', () => {
    assert.deepEqual(found('# check=skip=WorkdirRelativePath\nFROM scratch\nWORKDIR a\n', rule), []);
    assert.deepEqual(found('# check=skip=relative-workdir\nFROM scratch\nWORKDIR a\n', rule), []);
    assert.deepEqual(found('FROM scratch\n# check=skip=all\nWORKDIR a\n', rule), []);
    assert.deepEqual(found('# check=skip=workdirrelativepath\nFROM scratch\nWORKDIR a\n', rule).length, 1);
  });

  it('of hadolint must stand directly above, or name the stage or the file', () => {
    assert.deepEqual(found('FROM scratch\n# hadolint ignore=DL3006,DL3000\nWORKDIR a\n', rule), []);
    assert.deepEqual(found('FROM scratch\n# hadolint ignore=DL3000\n\nWORKDIR a\n', rule).length, 1);
    assert.deepEqual(found('# hadolint global ignore=DL3000\nFROM scratch\nWORKDIR a\n', rule), []);
    assert.deepEqual(
      found('# hadolint stage ignore=DL3000\nFROM scratch\nWORKDIR a\nFROM scratch\nWORKDIR b\n', rule),
      ['warning relative-workdir "b"'],
    );
  });

  it('of dockerfile-utils silence the next line', () => {
    assert.deepEqual(found('FROM scratch\n# dockerfile-utils: ignore\nWORKDIR a\n', rule), []);
  });

  it('never silence what stops the build', () => {
    assert.deepEqual(
      found('# check=skip=all\nFROM scratch\n# dockerfile-utils: ignore\nFOO\n', ['unknown-instruction'])
        .length,
      1,
    );
  });

  it('that silence nothing are hinted at, unless they are for another tool', () => {
    const unused = ['unused-suppression'];
    assert.deepEqual(
      found('# check=skip=WorkdirRelativePath,StageNameCasing\nFROM scratch\nWORKDIR a\n', unused),
      ['hint unused-suppression "StageNameCasing"'],
    );
    assert.deepEqual(found('# check=skip=SomethingNew\nFROM scratch\n', unused), []);
    assert.deepEqual(found('# hadolint global ignore=DL3000\nFROM scratch\n', unused), []);
    assert.deepEqual(
      found('# check=skip=StageNameCasing\nFROM scratch\n', unused, { 'stage-name-casing': 'off' }),
      [],
    );
  });
});

describe('suppressing', () => {
  const after = (text: string, scope: 'file' | 'instruction', id = 'relative-workdir'): string => {
    const dockerfile = parse(text);
    const finding = lint(dockerfile, {}, { options: {}, severities: new Map() }).find(
      ({ rule }) => rule.id === id,
    );
    assert.ok(finding, `${id} finds something`);
    const edit = suppress(dockerfile, finding.rule, finding, scope);
    assert.ok(edit);
    const changed = applyEdits(dockerfile, [edit]);
    assert.deepEqual(found(changed, [id, 'unused-suppression']), []);
    return changed;
  };

  it('writes a directive at the top, behind others', () => {
    assert.equal(
      after('FROM scratch\nWORKDIR a\n', 'file'),
      '# check=skip=WorkdirRelativePath\nFROM scratch\nWORKDIR a\n',
    );
    assert.equal(
      after('# escape=`\nFROM scratch\nWORKDIR a\n', 'file'),
      '# escape=`\n# check=skip=WorkdirRelativePath\nFROM scratch\nWORKDIR a\n',
    );
  });

  it('extends the one that is there', () => {
    assert.equal(
      after('# check=skip=StageNameCasing;error=true\nFROM scratch AS A\nWORKDIR a\n', 'file'),
      '# check=skip=StageNameCasing,WorkdirRelativePath;error=true\nFROM scratch AS A\nWORKDIR a\n',
    );
    assert.equal(
      after('# check=error=true\nFROM scratch\nWORKDIR a\n', 'file'),
      '# check=skip=WorkdirRelativePath;error=true\nFROM scratch\nWORKDIR a\n',
    );
  });

  it('writes or extends a comment above the instruction', () => {
    assert.equal(
      after('FROM scratch\n  WORKDIR a\n', 'instruction'),
      'FROM scratch\n  # check=skip=WorkdirRelativePath\n  WORKDIR a\n',
    );
    assert.equal(
      after('FROM scratch\n# check=skip=UndefinedVar\nWORKDIR a$B\n', 'instruction'),
      'FROM scratch\n# check=skip=UndefinedVar,WorkdirRelativePath\nWORKDIR a$B\n',
    );
  });

  it('goes to the file for checks that look at the whole file', () => {
    assert.equal(
      after('FROM scratch AS a\nFROM scratch AS a\n', 'instruction', 'duplicate-stage-name'),
      '# check=skip=DuplicateStageName\nFROM scratch AS a\nFROM scratch AS a\n',
    );
  });
});
