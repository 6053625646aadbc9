import type { Comment, Dockerfile } from '../dockerfile/tree';

/** A comment that tells hadolint something. */
export interface Pragma {
  readonly kind: 'ignore' | 'global ignore' | 'stage ignore';
  readonly codes: readonly string[];
  /** 0-based. */
  readonly line: number;
}

const ignoring =
  /^hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*((?:[DLSC0-9]+[ \t]*,[ \t]*)*[DLSC0-9]+)[ \t]*(?:#.*)?$/;

export function pragmas({ comments }: Dockerfile): Pragma[] {
  return comments.filter(isOwn).flatMap(({ text, line }) => {
    const [, scope, codes] = ignoring.exec(text) ?? [];
    if (codes === undefined) return [];
    const kind = scope === 'global' ? 'global ignore' : scope === 'stage' ? 'stage ignore' : 'ignore';
    return { kind, codes: codes.split(/[ \t]*,[ \t]*/), line };
  });
}

/** The shell that `# hadolint shell=` says RUN is written for. */
export function shellPragma({ comments }: Dockerfile): string | undefined {
  return comments
    .filter(isOwn)
    .map(({ text }) => /^hadolint[ \t]+shell[ \t]*=[ \t]*(\S+)/.exec(text)?.[1])
    .find((shell) => shell !== undefined);
}

/** hadolint takes comments inside an instruction for a part of it. */
function isOwn({ inside }: Comment): boolean {
  return !inside;
}

/** Whether a comment silences a code on a line (0-based). */
export function isIgnored(
  dockerfile: Dockerfile,
  all: readonly Pragma[],
  code: string,
  line: number,
): boolean {
  return all.some((pragma) => {
    if (!pragma.codes.includes(code)) return false;
    switch (pragma.kind) {
      case 'global ignore':
        return true;
      case 'ignore':
        return pragma.line + 1 === line;
      case 'stage ignore': {
        const stage = dockerfile.stages.find(({ from }) => from.firstLine === pragma.line + 1);
        const next = stage && dockerfile.stages[stage.index + 1];
        return (
          stage !== undefined &&
          line >= stage.from.firstLine &&
          (next === undefined || line < next.from.firstLine)
        );
      }
    }
  });
}
