import { references } from '../dockerfile/variables';
import { t } from '../text';
import { conversion } from './builder/conversion';
import { didYouMean, nearest } from './builder/nearest';
import { linesOf } from './builder/outcome';
import type { Rule } from './rule';

export const undeclaredArgInFrom: Rule = {
  id: 'undeclared-arg-in-from',
  aliases: ['UndefinedArgInFrom'],
  severity: 'warning',
  since: '0.1.0',
  why: 'FROM sees only the arguments that are declared before the first FROM, and those that BuildKit predefines about platforms. Any other variable in it is empty, even where it has a default behind `:-`.',
  bad: [
    'FROM alpine:$VERSION\n',
    'ARG VERSION=3\nFROM alpine:$VERSIONS\n',
    'FROM --platform=$PLATFORM alpine\n',
  ],
  good: ['ARG VERSION=3\nFROM alpine:$VERSION\n', 'FROM --platform=$BUILDPLATFORM alpine\n'],
  check: (dockerfile, facts) => {
    const { bases, globals } = conversion(dockerfile, facts);
    return bases.flatMap(({ stage, name, platform }) => {
      const words = [
        { word: stage.image, expansion: name, step: 0 },
        { word: platform?.word, expansion: platform?.expansion, step: 2 },
      ];
      return words.flatMap(({ word, expansion, step }) =>
        (expansion?.unmatched ?? [])
          .filter((variable) => !globals.names.has(variable))
          .flatMap((variable) => {
            const match = nearest(variable, globals.names);
            const spans =
              word === undefined ? [] : references(word, dockerfile).filter((each) => each.name === variable);
            const [first] = dockerfile.instructions;
            return spans.map(({ nameSpan: span }) => ({
              span,
              message:
                match === undefined
                  ? t(
                      '"${0}" is not declared before the first FROM, so it is empty here; add "ARG {0}=…" at the top.',
                      variable,
                    )
                  : t(
                      '"${0}" is not declared before the first FROM, so it is empty here; did you mean "${1}"?',
                      variable,
                      match,
                    ),
              fixes: [
                ...(match === undefined
                  ? []
                  : [{ title: t('Change to ${0}', match), edits: [{ span, text: match }], safe: false }]),
                ...(first === undefined || !/^[A-Za-z_]\w*$/.test(variable)
                  ? []
                  : [
                      {
                        title: t('Declare ARG {0} at the top', variable),
                        edits: [
                          {
                            span: { start: first.span.start, end: first.span.start },
                            text: `ARG ${variable}\n`,
                          },
                        ],
                        safe: false,
                      },
                    ]),
              ],
              buildkit: {
                rule: 'UndefinedArgInFrom',
                detail: `FROM argument '${variable}' is not declared${didYouMean(variable, globals.names)}`,
                lines: linesOf(stage.from),
                at: { phase: 'bases' as const, order: stage.index, step },
                skippedAt: stage.from,
              },
            }));
          }),
      );
    });
  },
};
