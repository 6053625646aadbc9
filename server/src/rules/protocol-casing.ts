import { t } from '../text';
import { exposedPorts } from './builder/exposed';
import type { Rule } from './rule';

export const protocolCasing: Rule = {
  id: 'protocol-casing',
  aliases: ['ExposeProtoCasing'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Protocols are written in lower case in images and everywhere else in Docker; BuildKit converts them and warns.',
  bad: ['FROM alpine\nEXPOSE 80/TCP\n'],
  good: ['FROM alpine\nEXPOSE 80/tcp\n'],
  fixed: ['FROM alpine\nEXPOSE 80/tcp\n'],
  check: (dockerfile, facts) =>
    exposedPorts(dockerfile, facts).flatMap(({ command, word, text, step, protocol, isEarly }) => {
      const lower = protocol.toLowerCase();
      if (isEarly || protocol === lower) return [];
      const slash = word.text.lastIndexOf(`/${protocol}`);
      const span =
        slash === -1 ? word.span : { start: word.at(slash + 1), end: word.at(slash + protocol.length) + 1 };
      return {
        span: command.locate(span),
        message: t('The protocol "{0}" is not written in lower case; write "{1}".', protocol, lower),
        fixes:
          slash === -1
            ? []
            : [
                {
                  title: t('Write {0}', lower),
                  edits: [{ span: command.locate(span), text: lower }],
                  safe: true,
                },
              ],
        buildkit: {
          rule: 'ExposeProtoCasing',
          detail: `Defined protocol '${text}' in EXPOSE instruction should be lowercase`,
          lines: command.lines,
          at: command.at(step + 1),
          ...(command.isTrigger ? {} : { skippedAt: command.instruction }),
        },
      };
    }),
};
