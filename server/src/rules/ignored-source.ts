import { cleanPath, dockerignore, type Ignore } from '../dockerfile/dockerignore';
import { t } from '../text';
import { copied } from './builder/copied';
import { remoteSource } from './builder/remote-source';
import type { Rule } from './rule';

/** The only patterns that leave out the whole context. */
const everything = new Set(['*', '**', '**/*']);

export const ignoredSource: Rule = {
  id: 'ignored-source',
  aliases: ['CopyIgnoredFile'],
  severity: 'warning',
  since: '0.1.0',
  why: 'What .dockerignore leaves out is not sent to the builder, so COPY and ADD cannot find it there. Take the path out of .dockerignore, or copy something else.',
  bad: [
    'FROM alpine\nCOPY node_modules /app/\n',
    'FROM alpine\nCOPY dist/app.log /app/\n',
    'FROM alpine\nADD /node_modules /app/\n',
  ],
  good: [
    'FROM alpine\nCOPY src /app/\n',
    'FROM alpine AS build\nFROM alpine\nCOPY --from=build node_modules /app/\n',
    'FROM alpine\nCOPY . /app/\n',
  ],
  exampleFacts: { dockerignore: '# built\nnode_modules\n**/*.log\n' },
  check: (dockerfile, facts) => {
    const ignore = facts.dockerignore === undefined ? undefined : dockerignore(facts.dockerignore);
    if (ignore === undefined) return [];
    return copied(dockerfile, facts).flatMap(({ command, isAdd, sources }) => {
      if (
        command.instruction.flags.some(
          ({ name, value }) => name === 'from' && value !== undefined && value !== '',
        )
      )
        return [];
      return sources.flatMap(({ word, value, step }) => {
        const path = cleanPath(value);
        if (remoteSource(value).kind !== 'local' || !leavesOut(ignore, path)) return [];
        const line = ignore.decidingLine(path);
        const name = isAdd ? 'ADD' : 'COPY';
        return {
          span: command.locate(word.span),
          message:
            line === undefined
              ? t(
                  '.dockerignore leaves out "{0}", so {1} cannot find it; take it out of .dockerignore.',
                  value,
                  name,
                )
              : t(
                  '.dockerignore leaves out "{0}" in line {1} ("{2}"), so {3} cannot find it; take it out of .dockerignore.',
                  value,
                  line.line + 1,
                  line.pattern,
                  name,
                ),
          // BuildKit gives up where a line takes anything back in, and does not see through a slash at the start.
          ...(ignore.hasNegation || (path.startsWith('/') && path !== '/')
            ? {}
            : {
                buildkit: {
                  rule: 'CopyIgnoredFile',
                  detail: `Attempting to ${isAdd ? 'Add' : 'Copy'} file ${JSON.stringify(path)} that is excluded by .dockerignore`,
                  lines: command.lines,
                  at: command.at(step),
                  ...(command.isTrigger ? {} : { skippedAt: command.instruction }),
                },
              }),
        };
      });
    });
  },
};

function leavesOut(ignore: Ignore, path: string): boolean {
  const patterns = ignore.lines.filter(({ kind }) => kind === 'pattern');
  const taken = patterns.filter(({ isNegated }) => isNegated);
  if (path === '.' || path === '/') {
    return taken.length === 0 && patterns.some(({ pattern }) => everything.has(pattern));
  }
  if (!ignore.ignores(path)) return false;
  // A folder that is left out may still hold what a later line takes back in.
  const folder = `${path.replace(/^\//, '')}/`;
  return taken.every(({ pattern }) => !pattern.startsWith(folder) && !pattern.includes('*'));
}
