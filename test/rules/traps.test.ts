import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { buildkitReport } from '../../server/src/report/buildkit';
import type { Facts } from '../../server/src/rules/rule';

/** What BuildKit prints: `Check first-last` for warnings in its order, then `error line: message`. */
function printed(text: string, facts: Facts = {}): string[] {
  const { warnings, buildError } = buildkitReport(parse(text), facts);
  const lines = warnings.map(
    ({ ruleName, location: { ranges } }) =>
      `${ruleName} ${ranges[0]?.start.line ?? '?'}-${ranges.at(-1)?.end.line ?? '?'}`,
  );
  if (buildError === undefined) return lines;
  return [...lines, `error ${buildError.location?.ranges[0]?.start.line ?? '-'}: ${buildError.message}`];
}

function says(text: string, expected: readonly string[], facts?: Facts): void {
  assert.deepEqual(printed(text, facts), expected, text);
}

describe('undefined variables', () => {
  it('count with a default, an alternative or a pattern behind them', () => {
    for (const use of ['${x:-d}', '${x-d}', '${x:+d}', '${x#p}', '${x/a/b}', '$x', '$1', '$@']) {
      says(`FROM scratch\nENV A=${use}\n`, ['UndefinedVar 2-2']);
    }
    says('FROM ${x:-alpine}\n', ['UndefinedArgInFrom 1-1']);
  });

  it('do not count when escaped or in single quotes', () => {
    says("FROM scratch\nENV A=\\$x B='$x' C=$ D=a$\n", []);
  });

  it('include those that the same ENV sets, but not those of the same ARG', () => {
    says('FROM scratch\nENV a=1 b=$a\n', ['UndefinedVar 2-2']);
    says('FROM scratch\nARG a=1 b=$a\n', []);
    says('FROM scratch\nARG a=$a\n', ['UndefinedVar 2-2']);
  });

  it('are looked for in mounts, flags, heredocs and paths', () => {
    says('FROM scratch\nRUN --mount=type=cache,target=/c$x ls\n', ['UndefinedVar 2-2']);
    says('FROM scratch\nCOPY --chown=$x a b\n', ['UndefinedVar 2-2']);
    says("FROM scratch\nCOPY <<EOF /a\n'$x'\nEOF\n", ['UndefinedVar 2-4']);
    says("FROM scratch\nCOPY <<'EOF' /a\n$x\nEOF\n", []);
    for (const rest of ['WORKDIR /$x', 'USER a$x', 'VOLUME /$x', 'LABEL a=$x', 'LABEL $x=a'])
      says(`FROM scratch\n${rest}\n`, ['UndefinedVar 2-2']);
  });

  it('are left alone in commands, EXPOSE, --exclude and arguments before FROM', () => {
    says(
      'ARG A=$B\nFROM scratch\nRUN echo $x\nCMD ["$x"]\nENTRYPOINT ["$x"]\nHEALTHCHECK CMD $x\nEXPOSE $x\nSHELL ["$x"]\nCOPY --exclude=$x a b\n',
      [],
    );
    says('FROM scratch\nRUN <<EOF\n$x\nEOF\n', []);
  });

  it('are seen through stages, but not from before FROM until declared again', () => {
    says('ARG x=1\nFROM scratch\nENV A=$x\n', ['UndefinedVar 3-3']);
    says('ARG x=1\nFROM scratch\nARG x\nENV A=$x\n', []);
    says('FROM scratch AS a\nARG x\nFROM a\nENV A=$x\n', []);
    says('FROM scratch\nENV A=$TARGETARCH B=$HTTP_PROXY C=$HOME\n', [
      'UndefinedVar 2-2',
      'UndefinedVar 2-2',
      'UndefinedVar 2-2',
    ]);
    says('FROM scratch\nARG TARGETARCH\nENV A=$TARGETARCH P=$PATH\n', []);
  });

  it('come from the base image where it is known', () => {
    const facts: Facts = { imageConfig: () => ({ env: ['JAVA_HOME=/java'] }) };
    says('FROM java\nENV A=$JAVA_HOME\n', [], facts);
    says('FROM java\nENV A=$JAVA_HOME\n', ['UndefinedVar 2-2']);
  });
});

describe('stage references', () => {
  it('are matched with case in FROM and without in COPY and mounts', () => {
    says('FROM alpine AS base\nFROM Base\n', [
      'InvalidDefaultArgInFrom 2-2',
      'error 2: failed to parse stage name "Base": invalid reference format: repository name (library/Base) must be lowercase',
    ]);
    says('FROM alpine AS base\nFROM alpine\nCOPY --from=BASE a b\nRUN --mount=from=Base,target=/b ls\n', []);
  });

  it('know indexes in COPY alone, over all stages', () => {
    says('FROM alpine\nFROM alpine\nCOPY --from=0 a b\n', []);
    says('FROM alpine\nRUN --mount=from=0,target=/b ls\n', []);
    says('FROM alpine\nCOPY --from=1 a b\nFROM alpine\n', [
      'error 2: cannot copy from stage "1", it needs to be defined before current stage "stage-0"',
    ]);
    says('FROM alpine\nCOPY --from=2 a b\nFROM alpine\n', ['error -: invalid stage index 2']);
    says('FROM alpine\nCOPY --from=-1 a b\n', ['error -: invalid stage index -1']);
    says('FROM 0\n', []);
  });

  it('must not form a circle', () => {
    says('FROM alpine AS a\nCOPY --from=a x y\n', ['error 2: circular dependency detected on stage: a']);
    says('FROM alpine\nCOPY --from=0 x y\n', ['error 2: circular dependency detected on stage: stage-0']);
    says('FROM alpine AS a\nCOPY --from=b x y\nFROM alpine AS b\nRUN --mount=from=a,target=/a ls\n', [
      'error 2: circular dependency detected on stage: a',
    ]);
    says('FROM alpine\nRUN --mount=from=b,target=/b ls\nFROM alpine AS b\n', [
      'error 2: cannot mount from stage "b" to "/b", stage needs to be defined before current command',
    ]);
  });

  it('may be quoted in --from, but hold no variable', () => {
    says('FROM alpine AS a\nFROM alpine\nCOPY --from="a" x y\n', []);
    says('FROM alpine\nCOPY --from=$a x y\n', [
      'error -: variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
    ]);
    says('FROM alpine\nRUN --mount=from=$a,target=/a ls\n', [
      "error 2: dockerfile parse error on line 2: 'from' doesn't support variable expansion, define alias stage instead",
    ]);
  });

  it('mean the last of two stages with one name', () => {
    says('FROM scratch AS a\nENV X=1\nFROM scratch AS a\nFROM a\nENV Y=$X\n', [
      'DuplicateStageName 3-3',
      'UndefinedVar 5-5',
    ]);
  });

  it('fail where a stage name cannot be looked up', () => {
    says('FROM alpine AS a-\n', ['error -: invalid context name a-: invalid reference format']);
  });
});

describe('checks with a memory', () => {
  it('look at the first WORKDIR of a chain of stages only', () => {
    says('FROM scratch\nWORKDIR a\nWORKDIR b\n', ['WorkdirRelativePath 2-2']);
    says('FROM scratch AS x\nWORKDIR /a\nFROM x\nWORKDIR b\n', []);
    says('FROM scratch\nWORKDIR C:\\x\n', ['WorkdirRelativePath 2-2']);
  });

  it('take a SHELL of any ancestor as intended, and CMD per stage', () => {
    says('FROM scratch AS x\nSHELL ["/bin/sh", "-c"]\nFROM x\nCMD ls\n', []);
    says('FROM scratch AS x\nCMD ["a"]\nFROM x\nCMD ["b"]\n', []);
    says('FROM scratch\nCMD ls\nCMD []\n', ['JSONArgsRecommended 2-2', 'MultipleInstructionsDisallowed 2-2']);
    for (const form of ["['x']", '["x",]', '["a"] b', ''])
      says(`FROM scratch\nCMD ${form}\n`, ['JSONArgsRecommended 2-2']);
    says('FROM scratch\nHEALTHCHECK CMD ls\nCMD []\n', []);
  });

  it('count keywords of stages, and let capitals win a tie', () => {
    says('arg a=1\nFROM scratch\nonbuild RUN ls\n', ['ConsistentInstructionCasing 3-3']);
    says('FROM scratch\nONBUILD run ls\n', []);
    says('From scratch as x\n', ['ConsistentInstructionCasing 1-1']);
  });

  it('find blank lines in continuations at the last line', () => {
    says('FROM scratch\nRUN a \\\n\n  b \\\n  c\nCMD []\n', ['NoEmptyContinuation 5-5']);
    says('FROM scratch\nRUN a \\\n # comment\n  b\n', []);
    says('FROM scratch\nRUN a \\\n\n', ['NoEmptyContinuation 3-3']);
  });

  it('know secrets by words between underscores', () => {
    says(
      'ARG TOKEN\nFROM scratch\nENV MY_KEY=1 auth_url=1 API-KEY=1 DB_PASS=1 MONKEY=1 PUBLIC_KEY=1 KEY_FILE=1\n',
      ['SecretsUsedInArgOrEnv 3-3', 'SecretsUsedInArgOrEnv 3-3'],
    );
  });

  it('know the old form of ENV and LABEL, never of ARG', () => {
    says('FROM scratch\nENV a b=c\nLABEL a b\nARG a b\n', [
      'LegacyKeyValueFormat 2-2',
      'LegacyKeyValueFormat 3-3',
    ]);
  });
});

describe('arguments', () => {
  it('may be missing for RUN, CMD and ENTRYPOINT only', () => {
    says('FROM scratch\nSHELL ["sh"]\nRUN\nCMD\nENTRYPOINT\n', []);
    says('FROM scratch\nUSER\n', [
      'error 2: dockerfile parse error on line 2: USER requires exactly one argument',
    ]);
    says('FROM scratch\nWORKDIR /a b\nUSER a b\n', []);
    says('FROM scratch\nENV\n', [
      'error 2: dockerfile parse error on line 2: ENV requires at least one argument',
    ]);
    says('FROM scratch\nCOPY ["a"]\n', [
      'error 2: dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    ]);
  });

  it('in JSON must be strings, and else are taken as a shell command', () => {
    says('FROM scratch\nCMD ["a", 1]\n', [
      'error 2: when using JSON array syntax, arrays must be comprised of strings only',
    ]);
    says('FROM scratch\nONBUILD CMD ["a", 1]\n', [
      'error 2: when using JSON array syntax, arrays must be comprised of strings only',
    ]);
    says('FROM scratch\nSHELL bash\n', [
      'error 2: dockerfile parse error on line 2: SHELL requires the arguments to be in JSON form',
    ]);
  });

  it('are not ended by a comment', () => {
    says('FROM alpine # x\n', [
      'error 1: dockerfile parse error on line 1: FROM requires either one or three arguments',
    ]);
    says('FROM scratch\nENV A=1 # x\n', [
      'error 2: Syntax error - can\'t find = in "#". Must be of the form: name=value',
    ]);
    says('FROM scratch\nEXPOSE 80 # x\n', ['error 2: invalid containerPort: #']);
    says('FROM scratch\nSTOPSIGNAL 9 # x\n', ['error 2: invalid signal: 9 # x']);
    says('FROM scratch\nCOPY a b # c\nUSER a # b\nWORKDIR /a # b\nARG a # b\nVOLUME /a # b\n', []);
  });

  it('lose their quotes only where variables are replaced', () => {
    says("FROM scratch\nLABEL d it's\n", [
      'error 2: failed to process "it\'s": unexpected end of statement while looking for matching single-quote',
    ]);
    says("FROM scratch\nRUN it's\nMAINTAINER it's\n", ['MaintainerDeprecated 3-3']);
    says('FROM scratch\nENV A=${x:=1}\n', [
      'UndefinedVar 2-2',
      'error 2: failed to process "${x:=1}": unsupported modifier (:=) in substitution',
    ]);
    says('FROM scratch\nENV A=${x?need}\n', [
      'UndefinedVar 2-2',
      'error 2: failed to process "${x?need}": x: need',
    ]);
  });

  it('of flags are checked, but for those that BuildKit drops', () => {
    says('FROM scratch\nARG --x a\nSTOPSIGNAL --x 9\nHEALTHCHECK --x NONE\n', []);
    says('FROM scratch\nWORKDIR --x /a\n', ['error 2: dockerfile parse error on line 2: unknown flag: --x']);
    says('FROM scratch\nCOPY --chwon=1 a b\n', [
      'error 2: dockerfile parse error on line 2: unknown flag: --chwon (did you mean chown?)',
    ]);
    says('FROM scratch\nCOPY --link=maybe a b\n', [
      'error 2: dockerfile parse error on line 2: expecting boolean value for flag --link, not: maybe',
    ]);
  });
});

describe('values', () => {
  it('of HEALTHCHECK may be zero', () => {
    says('FROM scratch\nHEALTHCHECK --interval=0 --timeout=0s --retries=0 CMD a\n', []);
    says('FROM scratch\nHEALTHCHECK --interval=1 CMD a\n', [
      'error 2: dockerfile parse error on line 2: time: missing unit in duration "1"',
    ]);
    says('FROM scratch\nHEALTHCHECK --interval=1d CMD a\n', [
      'error 2: dockerfile parse error on line 2: time: unknown unit "d" in duration "1d"',
    ]);
    says('FROM scratch\nHEALTHCHECK --interval=-1s CMD a\n', [
      'error 2: dockerfile parse error on line 2: Interval "interval" cannot be less than 1ms',
    ]);
    says('FROM scratch\nHEALTHCHECK --retries=-1 CMD a\n', [
      'error 2: dockerfile parse error on line 2: --retries cannot be negative (-1)',
    ]);
    says('FROM scratch\nHEALTHCHECK CMD []\n', [
      'error 2: dockerfile parse error on line 2: Missing command after HEALTHCHECK CMD',
    ]);
    says('FROM scratch\nHEALTHCHECK foo\n', [
      'error 2: dockerfile parse error on line 2: Unknown type "FOO" in HEALTHCHECK (try CMD)',
    ]);
  });

  it('of STOPSIGNAL are names in any case and numbers but 0', () => {
    for (const signal of ['term', 'sigKILL', '99', '-1', 'SIGRTMIN+15', 'RTMAX-14'])
      says(`FROM scratch\nSTOPSIGNAL ${signal}\n`, []);
    for (const signal of ['SIGFOO', '0', 'RTMIN+16'])
      says(`FROM scratch\nSTOPSIGNAL ${signal}\n`, [`error 2: invalid signal: ${signal}`]);
  });

  it('of EXPOSE are sorted before they are looked at', () => {
    says('FROM scratch\nEXPOSE 90/TCP 80:80\n', ['ExposeInvalidFormat 2-2', 'ExposeProtoCasing 2-2']);
    says('FROM scratch\nEXPOSE :90 0 80/ 1-2\n', []);
    says('FROM scratch\nEXPOSE 80/foo\n', ['error 2: invalid port: "80/foo": invalid proto: foo']);
    says('FROM scratch\nEXPOSE 80/tcp/udp\n', [
      'error 2: invalid port: "80/tcp/udp": invalid proto: tcp/udp',
    ]);
    says('FROM scratch\nEXPOSE 80,81\n', ['error 2: invalid containerPort: 80,81']);
    says('FROM scratch\nEXPOSE a:80\n', ['ExposeInvalidFormat 2-2', 'error 2: invalid hostPort: a']);
    says('FROM scratch\nEXPOSE 1.2.3.4.5:80:80\n', [
      'ExposeInvalidFormat 2-2',
      'error 2: invalid IP address: 1.2.3.4.5',
    ]);
    says('FROM scratch\nEXPOSE 1-3:80-81\n', [
      'ExposeInvalidFormat 2-2',
      'error 2: invalid ranges specified for container and host Ports: 80-81 and 1-3',
    ]);
  });

  it('of --chmod are octal or symbolic', () => {
    says('FROM scratch\nCOPY --chmod=u+x a b\nCOPY --chmod=7777 a b\n', []);
    says('FROM scratch\nCOPY --chmod=8 a b\n', [
      "error 2: invalid chmod parameter: '8'. it should be octal string and between 0 and 07777",
    ]);
    says('FROM scratch\nCOPY --chmod=foo a b\n', ['error 2: invalid syntax']);
  });

  it('of --mount are read from left to right', () => {
    const mount = (options: string, error?: string) =>
      says(
        `FROM scratch\nWORKDIR /a\nRUN --mount=${options} ls\n`,
        error === undefined ? [] : [`error 3: ${error}`],
      );
    mount('type=tmpfs,size=1g,target=/t');
    mount('size=1g,type=tmpfs,target=/t', "unexpected key 'size' for mount type 'bind'");
    mount('type=secret,id=a,required,env=B');
    mount('required,type=secret,id=a', "unexpected key 'required' for mount type 'bind'");
    mount('type=volume,target=/t', 'unsupported mount type "volume"');
    mount('type=cache,target=/t,sharing=share', 'unsupported sharing value "share" (did you mean shared?)');
    mount('type=cache,target=/t,uid=root', 'invalid value root for uid');
    mount('type=cache,target=/t,nothing', "invalid field 'nothing' must be a key=value pair");
    mount('type=bind,target=/t,mode=0755', 'mode not allowed for "bind" type mounts');
    mount('type=secret', 'invalid secret mount. one of source, target required');
    mount('type=secret,env=A', 'invalid secret mount. one of source, target required');
    mount('type=secret,id=a,source=b', "both source and id can't be set");
    mount('type=secret,id=a,from=b', 'secret mount should not have a from');
    mount('type=bind,target=/t,sharing=shared', 'invalid cache sharing set for bind mount');
    mount('type=ssh,source=a', 'ssh does not support source');
    mount('type=cache');
    mount('type=cache,target=/', 'invalid mount target "/"');
    says('FROM scratch\nRUN --mount=type=cache ls\n', ['error 2: invalid mount target "/"']);
    says('FROM scratch\nRUN --mount= ls\n', [
      'error 2: dockerfile parse error on line 2: failed to parse csv mounts: EOF',
    ]);
  });

  it('of --platform are compared with the name of the stage after normalising', () => {
    says('FROM --platform=linux/aarch64 alpine AS build-aarch64\n', ['FromPlatformFlagConstDisallowed 1-1']);
    says('FROM --platform=linux/aarch64 alpine AS build-arm64\n', []);
    says('FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine\n', ['RedundantTargetPlatform 1-1']);
    says('FROM --platform=$TARGETOS/$TARGETARCH alpine\n', []);
    says('FROM --platform=foo alpine\n', [
      'error 1: failed to parse platform foo: "foo": unknown operating system or architecture: invalid argument',
    ]);
    says('FROM --platform=$X alpine\n', [
      'UndefinedArgInFrom 1-1',
      'error 1: empty platform value from expression $X',
    ]);
  });

  it('of SOURCE_DATE_EPOCH are numbers, context or a stage of one download', () => {
    says('ARG SOURCE_DATE_EPOCH=x\nFROM scratch\n', ['error -: invalid SOURCE_DATE_EPOCH: x']);
    says('ARG SOURCE_DATE_EPOCH=x\nFROM alpine AS x\n', [
      'error 2: SOURCE_DATE_EPOCH stage must use FROM scratch',
    ]);
  });
});

describe('errors of the whole file', () => {
  it('name a line that is one too small, or none', () => {
    says('', ['error -: the Dockerfile cannot be empty']);
    says('# a\n# b\n', ['error 2: file with no instructions']);
    says('ARG A\n', ['error -: dockerfile contains no stages to build']);
    says('RUN ls\nFROM scratch\n', ['error 1: no build stage in current context']);
    says('# syntax=a\n# escape=`\n# syntax=b\nFROM scratch\n', [
      'error 2: only one syntax parser directive can be used',
    ]);
    says('# syntax=a\n# escape=x\nFROM scratch\n', [
      "error 1: invalid escape token 'x' does not match ` or \\",
    ]);
    says('# check=foo\nFROM scratch\n', [
      'error -: failed to parse check options: invalid check option "foo"',
    ]);
  });

  it('stop at the first, with the warnings that came before', () => {
    says('FROM alpine as Build\nFOOBAR\nMAINTAINER x\n', [
      'StageNameCasing 1-1',
      'FromAsCasing 1-1',
      'error 2: dockerfile parse error on line 2: unknown instruction: FOOBAR',
    ]);
    says('FROM scratch\nMAINTAINER x\nWORKDIR a\nCOPY http://x/a b\nWORKDIR b\n', [
      'MaintainerDeprecated 2-2',
      'WorkdirRelativePath 3-3',
      "error 4: source can't be a URL for COPY",
    ]);
  });

  it('include a heredoc that never ends, also in arithmetic', () => {
    says('FROM scratch\nRUN <<EOF\nls\n', ['error 2: unterminated heredoc']);
    says('FROM scratch\nRUN echo $((1 << 2))\n', ['error 2: unterminated heredoc']);
  });
});

describe('ONBUILD', () => {
  it('is looked at in the stage that it is triggered in, and located at its FROM', () => {
    says('FROM scratch AS a\nONBUILD WORKDIR x\nONBUILD ENV A=$X\nFROM a\n', [
      'WorkdirRelativePath 4-4',
      'UndefinedVar 4-4',
    ]);
    says('FROM scratch AS a\nONBUILD COPPY a b\nFROM a\n', [
      'error 3: unknown instruction: COPPY (did you mean COPY?)',
    ]);
    says('FROM scratch AS a\nONBUILD COPPY a b\n', []);
  });

  it('is left alone in stages that the last one does not need', () => {
    says('FROM scratch AS a\nONBUILD WORKDIR x\nFROM a\nFROM scratch\n', []);
  });

  it('cannot keep FROM, MAINTAINER or itself', () => {
    says('FROM scratch\nONBUILD ONBUILD RUN ls\n', [
      "error 2: dockerfile parse error on line 2: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
    ]);
    says('FROM scratch\nONBUILD FROM a\n', [
      "error 2: dockerfile parse error on line 2: FROM isn't allowed as an ONBUILD trigger",
    ]);
  });

  it('of a base image is set off too', () => {
    says('FROM base\n', ['WorkdirRelativePath 1-1'], {
      imageConfig: () => ({ env: [], onBuild: ['WORKDIR app'] }),
    });
  });
});

describe('suppression', () => {
  it('works for the file and above an instruction, across blank lines', () => {
    says('# check=skip=StageNameCasing,FromAsCasing\nFROM scratch as A\n', []);
    says('# check=skip=all\nFROM scratch as A\nFOOBAR\n', [
      'error 3: dockerfile parse error on line 3: unknown instruction: FOOBAR',
    ]);
    says('FROM scratch\n# check=skip=WorkdirRelativePath\n\nWORKDIR a\n', []);
    says('FROM scratch\n# check=skip=WorkdirRelativePath // for now\nWORKDIR a\n', []);
    says('# hello\n# check=skip=StageNameCasing\nARG X\nFROM scratch AS A\n', ['StageNameCasing 4-4']);
  });

  it('of the file is seen behind a #! line, and not when indented', () => {
    says('#!/usr/bin/docker\n# check=skip=StageNameCasing\nFROM scratch AS A\n', []);
    says(' # check=skip=DuplicateStageName\nFROM scratch AS a\nFROM scratch AS a\n', [
      'DuplicateStageName 3-3',
    ]);
  });

  it('above the later of two instructions hides the earlier', () => {
    says('FROM scratch\nCMD []\n# check=skip=MultipleInstructionsDisallowed\nCMD []\n', []);
    says('FROM scratch\n# check=skip=MultipleInstructionsDisallowed\nCMD []\nCMD []\n', [
      'MultipleInstructionsDisallowed 3-3',
    ]);
  });

  it('is ignored above an instruction for checks of the whole file', () => {
    says('FROM scratch AS a\n# check=skip=DuplicateStageName\nFROM scratch AS a\n', [
      'DuplicateStageName 3-3',
    ]);
  });

  it('turns experimental checks on, which beats skipping', () => {
    says('# what\nARG A\nFROM scratch\n', []);
    says('# check=experimental=InvalidDefinitionDescription;skip=all\n# what\nARG A\nFROM scratch\n', [
      'InvalidDefinitionDescription 3-3',
    ]);
    says('# check=experimental=all\n# what\n#\nARG A\n\n# A is it\n\nARG A\nFROM scratch\n', []);
  });

  it('makes warnings an error when asked', () => {
    says('# check=error=true\nFROM scratch AS A\n', [
      'StageNameCasing 2-2',
      'error -: lint violation found for rules: StageNameCasing',
    ]);
  });
});

describe('.dockerignore', () => {
  const ignored = (dockerignore: string, copy: string, expected: readonly string[]) =>
    says(`FROM scratch\n${copy}\n`, expected, { dockerignore });

  it('hides what is matched, with folders above it', () => {
    ignored('node_modules\n', 'COPY node_modules/a .', ['CopyIgnoredFile 2-2']);
    ignored('*.js\n', 'ADD *.js .', ['CopyIgnoredFile 2-2']);
    ignored('node_modules\n', 'COPY ./x/../node_modules .', ['CopyIgnoredFile 2-2']);
  });

  it('says nothing of a leading slash, of a file with a !, of remote sources', () => {
    ignored('node_modules\n', 'COPY /node_modules .', []);
    ignored('node_modules\n!x\n', 'COPY node_modules .', []);
    ignored('a\n', 'COPY --from=alpine a .', []);
    ignored('a\n', 'ADD https://x/a .', []);
  });

  it('hides the whole context by few patterns', () => {
    ignored('*\n', 'COPY . .', ['CopyIgnoredFile 2-2']);
    ignored('a*\n', 'COPY . .', []);
  });
});

describe('facts', () => {
  it('of --target leave out what is not needed', () => {
    says('FROM scratch AS a\nWORKDIR x\nFROM scratch AS b\n', [], { target: 'b' });
    says('FROM scratch AS a\n', ['error -: target stage "0" could not be found (did you mean a?)'], {
      target: '0',
    });
  });

  it('of build arguments replace defaults, but not in the check of defaults', () => {
    says('ARG I\nFROM $I\n', ['InvalidDefaultArgInFrom 2-2'], { buildArgs: new Map([['I', 'alpine']]) });
    says('ARG I\nFROM $I\n', ['InvalidDefaultArgInFrom 2-2', 'error 2: base name ($I) should not be blank']);
    says('FROM scratch\nARG A=$X\nARG B\nENV C=$B\n', [], { buildArgs: new Map([['A', '1']]) });
  });
});
