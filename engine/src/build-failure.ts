import { t } from '../../server/src/text';
import type { BuildTask } from './build';
import { engineError } from './errors';
import type { EngineErrorCode } from './errors';
import { imageStep } from './steps';
import { exitCodeSentence } from './tracker';

/** Why a build failed. */
export interface BuildFailure {
  readonly code: EngineErrorCode;
  /** One sentence. */
  readonly message: string;
  /** The instruction that failed, 1-based lines; undefined where it is not known. */
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  /** The last lines that it printed. */
  readonly log: readonly string[];
}

/** @param said the builder's own words, of one or more lines */
export function buildFailure({ engine, dockerfile, tracker }: BuildTask, said: string): BuildFailure {
  const failed = tracker.failure();
  const lastLine = said.trim().split('\n').at(-1) ?? '';
  const message = failed?.message ?? lastLine;
  const failedStep = tracker.outcome().find(({ status }) => status === 'failed');
  const line = failed?.step?.line ?? failedStep?.line ?? namedLine(said);
  const step =
    failed?.step ??
    tracker.steps.find(
      (candidate) => line !== undefined && candidate.line <= line && line <= candidate.endLine,
    ) ??
    imageStep(dockerfile, tracker.steps, `FROM ${failedImage(message) ?? ''}`);
  const instruction = dockerfile.instructions.find(
    ({ firstLine, lastLine: last }) => line !== undefined && firstLine < line && line <= last + 1,
  );
  const { code, message: sentence } = sentenceOf(message, engine.endpoint.host, () =>
    exitCodeSentence(message, step),
  );
  return {
    code,
    message: sentence,
    line: step?.line ?? (instruction ? instruction.firstLine + 1 : line),
    endLine: step?.endLine ?? (instruction ? instruction.lastLine + 1 : line),
    log: failed && failed.log.length > 0 ? failed.log : step ? tracker.logOf(step) : [],
  };
}

function sentenceOf(
  message: string,
  host: string,
  exitCode: () => string | undefined,
): { code: EngineErrorCode; message: string } {
  const failed = (sentence: string) => ({ code: 'build-failed' as const, message: sentence });
  const exited = exitCode();
  if (exited !== undefined) return failed(exited);
  const missing =
    /failed to (?:calculate checksum|compute cache key|walk).*?(?:"([^"]+)": not found|lstat (\S+): no such file)/.exec(
      message,
    ) ??
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
  if (known.code === 'pull-failed') return known;
  const bare = message
    .replace(
      /^(?:ERROR: |failed to solve(?: with frontend \S+)?: |rpc error: code = \w+ desc = |failed to build LLB: |failed to create LLB definition: )+/,
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

/** The image in a sentence about what could not be fetched. */
function failedImage(message: string): string | undefined {
  return /(?:failed to resolve source metadata for|failed to load cache key:|pull access denied for|manifest for|source metadata for) ([^\s,]+?):?(?:[\s,]|$)/.exec(
    message,
  )?.[1];
}
