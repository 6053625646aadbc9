import { t } from '../text';
import { quoted } from './builder/quoted';
import { warns, whileParsing } from './builder/outcome';
import type { Rule } from './rule';

const label = 'org.opencontainers.image.authors';

export const maintainer: Rule = {
  id: 'maintainer',
  aliases: ['MaintainerDeprecated', 'DL4000', 'DEPRECATED_MAINTAINER'],
  severity: 'warning',
  since: '0.1.0',
  why: 'MAINTAINER is deprecated. A label says the same, can be read with `docker inspect`, and may stand beside others such as the source or the licence.',
  bad: ['FROM alpine\nMAINTAINER Ann Example <ann@example.com>\n'],
  good: ['FROM alpine\nLABEL org.opencontainers.image.authors="Ann Example <ann@example.com>"\n'],
  fixed: ['FROM alpine\nLABEL org.opencontainers.image.authors="Ann Example <ann@example.com>"\n'],
  check: (dockerfile) =>
    dockerfile.instructions
      .filter(({ name }) => name === 'MAINTAINER')
      .map((instruction) => {
        const value = instruction.rest.text;
        const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'label' : 'LABEL';
        // MAINTAINER takes its text as it is: quotes around it are part of the name unless they pair up.
        const plain = /^"[^"]*"$|^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
        return {
          span: instruction.keywordSpan,
          message: t('MAINTAINER is deprecated; use the label {0}, which tools can read.', label),
          tags: ['deprecated' as const],
          fixes:
            value === ''
              ? []
              : [
                  {
                    title: t('Replace by LABEL {0}', label),
                    edits: [
                      {
                        span: instruction.span,
                        text: `${keyword} ${label}=${quoted(plain, dockerfile.escape)}`,
                      },
                    ],
                    safe: true,
                  },
                ],
          buildkit: warns(
            'MaintainerDeprecated',
            'Maintainer instruction is deprecated in favor of using label',
            instruction,
            whileParsing(instruction),
          ),
        };
      }),
};
