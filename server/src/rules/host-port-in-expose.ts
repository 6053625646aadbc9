import { t } from '../text';
import { exposedPorts } from './builder/exposed';
import type { Rule } from './rule';

export const hostPortInExpose: Rule = {
  id: 'host-port-in-expose',
  aliases: ['ExposeInvalidFormat'],
  severity: 'warning',
  since: '0.1.0',
  why: 'EXPOSE names the port inside the container. Which port or address of the host it gets is said by `docker run -p`, and BuildKit will refuse it in EXPOSE.',
  bad: ['FROM alpine\nEXPOSE 8080:80\n', 'FROM alpine\nEXPOSE 127.0.0.1:80:80\n'],
  good: ['FROM alpine\nEXPOSE 80\n', 'FROM alpine\nEXPOSE :90\n'],
  fixed: ['FROM alpine\nEXPOSE 80\n', 'FROM alpine\nEXPOSE 80\n'],
  check: (dockerfile, facts) =>
    exposedPorts(dockerfile, facts).flatMap(({ command, word, text, step, ip, host, container, isEarly }) => {
      if (isEarly || (ip === '' && host === '')) return [];
      const span = command.locate(word.span);
      const kept = text.slice(text.lastIndexOf(':') + 1);
      return {
        span,
        message: t(
          'EXPOSE names ports of the container only, so "{0}" should be "{1}"; publish it with "docker run -p {0}".',
          text,
          container,
        ),
        fixes:
          word.text === text
            ? [{ title: t('Keep only {0}', kept), edits: [{ span, text: kept }], safe: true }]
            : [],
        buildkit: {
          rule: 'ExposeInvalidFormat',
          detail: `EXPOSE instruction should not define an IP address or host-port mapping, found '${text}'`,
          lines: command.lines,
          at: command.at(step + 2),
          ...(command.isTrigger ? {} : { skippedAt: command.instruction }),
        },
      };
    }),
};
