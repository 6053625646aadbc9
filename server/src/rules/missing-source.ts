import { cleanPath } from '../dockerfile/dockerignore';
import { t } from '../text';
import { copied } from './builder/copied';
import { remoteSource } from './builder/remote-source';
import type { Rule } from './rule';

export const missingSource: Rule = {
  id: 'missing-source',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'COPY and ADD look for their sources in the build context, the folder that is given to `docker build`, whatever folder the Dockerfile is in. A source that is not there stops the build at that instruction.',
  bad: ['FROM alpine\nCOPY app.sj /app/\n'],
  good: [
    'FROM alpine\nCOPY app.js /app/\n',
    'FROM alpine\nCOPY *.sj /app/\n',
    'FROM alpine AS build\nFROM alpine\nCOPY --from=build app.sj /app/\n',
  ],
  exampleFacts: { contextHas: (path) => path === 'app.js', contextNear: () => ['app.js'] },
  check: (dockerfile, facts) => {
    const { contextHas, contextNear } = facts;
    if (contextHas === undefined) return [];
    return copied(dockerfile, facts).flatMap(({ command, isAdd, sources }) => {
      if (
        command.isTrigger ||
        command.instruction.flags.some(
          ({ name, value }) => name === 'from' && value !== undefined && value !== '',
        )
      )
        return [];
      return sources.flatMap(({ word, value }) => {
        const path = cleanPath(value).replace(/^\//, '');
        const isUnknown = command.expansions.some(
          (expanded) => expanded.word === word && expanded.undefinedVariables.length > 0,
        );
        if (
          isUnknown ||
          /[*?[\\]/.test(value) ||
          path === '' ||
          path === '.' ||
          remoteSource(value).kind !== 'local'
        )
          return [];
        if (contextHas(path) !== false) return [];
        const [near] = contextNear?.(path) ?? [];
        const span = command.locate(word.span);
        return {
          span,
          message:
            near === undefined
              ? t(
                  'The build context has no "{0}", so {1} will fail; check the path, which is seen from the context folder.',
                  value,
                  isAdd ? 'ADD' : 'COPY',
                )
              : t(
                  'The build context has no "{0}", so {1} will fail; did you mean "{2}"?',
                  value,
                  isAdd ? 'ADD' : 'COPY',
                  near,
                ),
          fixes:
            near === undefined || word.text !== value
              ? []
              : [{ title: t('Change to {0}', near), edits: [{ span, text: near }], safe: false }],
        };
      });
    });
  },
};
