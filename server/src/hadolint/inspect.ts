import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import type { CheckOptions, Hit, Level } from './check';
import { checks } from './index';
import { parseError } from './parse-error';
import { isIgnored, pragmas } from './pragma';

export interface HadolintFinding extends Hit {
  readonly code: string;
  readonly level: Level;
}

/** What hadolint says of a file, its own comments obeyed, in order of lines; those of level `ignore` included. */
export function inspect(dockerfile: Dockerfile, options: CheckOptions): HadolintFinding[] {
  const error = parseError(dockerfile);
  if (error) return [{ ...error, code: 'DL1000', level: 'error' }];
  const own = pragmas(dockerfile);
  const inline: HadolintFinding[] = own
    .filter(({ kind }) => kind === 'ignore')
    .map(({ line }) => ({
      line,
      code: 'DL1001',
      level: 'ignore',
      message: t('A comment silences hadolint here; repair the cause.'),
    }));
  return checks
    .flatMap((check) =>
      check.find(dockerfile, options).map((hit) => ({ ...hit, code: check.code, level: check.level })),
    )
    .concat(inline)
    .filter(({ code, line }) => !isIgnored(dockerfile, own, code, line))
    .toSorted((a, b) => a.line - b.line || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}
