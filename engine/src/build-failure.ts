import { stripVTControlCharacters } from 'node:util';
import { t } from '../../server/src/text';
import type { BuildTask } from './build-task';
import { engineError, imageIn } from './errors';
import type { EngineErrorCode } from './errors';
import { imageStep } from './steps';
import type { Step } from './steps';

/** Why a build failed. */
export interface BuildFailure {
  readonly code: EngineErrorCode;
  /** One sentence. */
  readonly message: string;
  /** The instruction that failed, 1-based lines; undefined where it is not known. */
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  /** The last lines that it printed, without colours. */
  readonly log: readonly string[];
}

/** @param said the builder's own words, of one or more lines */
export function buildFailure({ engine, dockerfile, tracker }: BuildTask, said: string): BuildFailure {
  const failed = tracker.failure();
  const message = failed?.message ?? said.trim().split('\n').at(-1) ?? '';
  const line = namedLine(said);
  const step =
    failed?.step ??
    tracker.failedStep() ??
    tracker.steps.find((one) => line !== undefined && one.line <= line && line <= one.endLine) ??
    imageStep(tracker.steps, `FROM ${imageIn(message) ?? ''}`);
  const instruction =
    dockerfile.instructions.find(
      (one) => line !== undefined && one.firstLine < line && line <= one.lastLine + 1,
    ) ?? dockerfile.problems[0]?.instruction;
  const sentence = sentenceOf(message, engine.endpoint.host, step);
  return {
    ...sentence,
    line: step?.line ?? (instruction ? instruction.firstLine + 1 : line),
    endLine: step?.endLine ?? (instruction ? instruction.lastLine + 1 : line),
    log: (step ? tracker.logOf(step) : []).map(stripVTControlCharacters).filter((text) => text.trim() !== ''),
  };
}

function sentenceOf(
  message: string,
  host: string,
  step: Step | undefined,
): { code: EngineErrorCode; message: string } {
  const failed = (sentence: string) => ({ code: 'build-failed' as const, message: sentence });
  const exited = exitCodeSentence(message, step);
  if (exited !== undefined) return failed(exited);
  const missing =
    /failed to (?:calculate checksum|compute cache key|walk).*?(?:"([^"]+)": not found|lstat (\S+): no such file)/.exec(
      message,
    ) ??
    /^"([^"]+)" not found: not found/.exec(message) ??
    /(?:COPY|ADD) failed: .*?(?:stat|lstat|forbidden path)?\s*(?:build-context\/)?([^\s:]+): (?:file does not exist|no such file or directory|not found)/.exec(
      message,
    );
  if (missing) {
    const path = (missing[1] ?? missing[2] ?? '').replace(/^.*\/docker-builder\d+\//, '').replace(/^\//, '');
    return failed(
      t('"{0}" is not in the build context: check the path, the chosen context and .dockerignore.', path),
    );
  }
  const known = engineError(new EngineErrorLike(message), host);
  if (known.code === 'pull-failed') return { code: known.code, message: known.message };
  const bare = message
    .replace(
      /^(?:ERROR: |failed to build: |failed to parse \S+: |failed to solve(?: with frontend \S+)?: |rpc error: code = \w+ desc = |failed to build LLB: |failed to create LLB definition: )+/,
      '',
    )
    .trim();
  return failed(
    known.code === 'other' && !/disk/i.test(known.message) ? t('The build failed: {0}', bare) : known.message,
  );
}

/** A builder's words as an error without code or status. */
class EngineErrorLike extends Error {
  override readonly name = '';
}

/** The line that a builder names itself: in a parser's error, or above buildx's excerpt of the file. */
function namedLine(said: string): number | undefined {
  const found =
    /(?:parse error|syntax error)[^\n]*?\bline (\d+)/i.exec(said) ?? /^\S[^\n]*:(\d+)\n-{5,}$/m.exec(said);
  return found ? Number(found[1]) : undefined;
}

/** One sentence for a step that failed by its exit code; undefined for other failures. */
function exitCodeSentence(message: string, step: Step | undefined): string | undefined {
  const code = /(?:exit code:|returned a non-zero code:|exit status) (\d+)/.exec(message);
  if (!code) return undefined;
  const number = Number(code[1]);
  return step
    ? t(
        '{0} on line {1} failed with exit code {2}: its last output says why.',
        step.instruction,
        step.line,
        number,
      )
    : t('A command failed with exit code {0}: its last output says why.', number);
}
