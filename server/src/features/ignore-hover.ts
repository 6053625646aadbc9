import type { Hover } from 'vscode-languageserver-types';
import { dockerignore } from '../dockerfile/dockerignore';
import { lines } from '../dockerfile/lines';
import { ignoreFile } from '../reference/concepts';
import { ignorePatterns } from '../reference/ignore-patterns';
import { t } from '../text';
import { conceptHelp } from './hover/concept';
import { ignoreEffects, type ContextFile } from './ignore-effect';
import { code, paragraphs, plain } from './markdown';

/** On a line of a .dockerignore file: how many files and bytes of the context it keeps from the builder. */
export function ignoreHover(
  text: string,
  offset: number,
  context: readonly ContextFile[] | undefined,
): Hover | undefined {
  const ignore = dockerignore(text);
  const line = ignore.lines.find(
    ({ kind, span }) => kind === 'pattern' && span.start <= offset && offset <= span.end,
  );
  if (!line) return undefined;
  const effect = context && ignoreEffects(ignore, context).get(line);
  const index = lines(text);
  const known = ignorePatterns.find(({ value }) => value === line.pattern);
  return {
    range: { start: index.positionAt(line.span.start), end: index.positionAt(line.span.end) },
    contents: {
      kind: 'markdown',
      value: paragraphs(
        line.problem === undefined ? undefined : `⚠ ${plain(line.problem)}`,
        effect && effectText(effect.files, effect.bytes, line.isNegated),
        effect && !effect.matches ? t('It matches nothing in the build context.') : undefined,
        effect?.files === 0 && effect.undoneBy
          ? t(
              'Line {0}, {1}, takes back what it matches.',
              effect.undoneBy.line + 1,
              code(text.slice(effect.undoneBy.span.start, effect.undoneBy.span.end)),
            )
          : undefined,
        known && `${t(known.summary)}.`,
        line.isNegated
          ? t(
              'A line with `!` takes back in what a line above left out. The last line that matches a path counts.',
            )
          : t(
              '`*` and `?` match within a name, `**` any number of folders. The last line that matches a path counts.',
            ),
        conceptHelp(ignoreFile),
      ),
    },
  };
}

function effectText(files: number, bytes: number, isNegated: boolean): string {
  const size = byteText(bytes);
  if (files === 1) {
    return isNegated ? t('**Takes back 1 file**, {0}.', size) : t('**Leaves out 1 file**, {0}.', size);
  }
  return isNegated
    ? t('**Takes back {0} files**, {1}.', files, size)
    : t('**Leaves out {0} files**, {1}.', files, size);
}

function byteText(bytes: number): string {
  if (bytes < 1000) return t('{0} bytes', bytes);
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
