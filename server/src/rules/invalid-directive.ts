import { t } from '../text';
import { checkDirective, parseCheckOptions } from './builder/check-options';
import { asRead } from './builder/read';
import { wholeLines } from './builder/removal';
import type { Finding, Rule } from './rule';

export const invalidDirective: Rule = {
  id: 'invalid-directive',
  aliases: ['INVALID_ESCAPE_DIRECTIVE', 'DUPLICATED_ESCAPE_DIRECTIVE'],
  severity: 'error',
  since: '0.1.0',
  why: 'The directives `syntax`, `escape` and `check` stand at the very top, each at most once. `escape` is a backslash or a backtick; `check` takes `skip=`, `experimental=` and `error=`, separated by `;`.',
  bad: [
    '# escape=x\nFROM alpine\n',
    '# escape=`\n# escape=`\nFROM alpine\n',
    '# check=ignore=all\nFROM alpine\n',
    '# check=error=yes\nFROM alpine\n',
  ],
  good: [
    '# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=all;error=true\nFROM alpine\n',
    '# escape is a nice word\nFROM alpine\n',
  ],
  check: (dockerfile) => {
    const findings: Finding[] = [];
    for (const problem of dockerfile.problems) {
      const { span } = problem;
      const line = dockerfile.lines.lineAt(span.start);
      const directive = dockerfile.directives.find(
        (each) => each.span.start <= span.start && span.end <= each.span.end,
      );
      if (problem.code === 'duplicate-directive') {
        findings.push({
          span,
          message: t(
            'The directive "{0}" stands in this file twice, so the build stops here; keep the first.',
            directive?.name ?? '',
          ),
          fixes: [
            {
              title: t('Delete this line'),
              edits: [{ span: wholeLines(dockerfile, line, line), text: '' }],
              safe: false,
            },
          ],
          buildkit: asRead(dockerfile, problem),
        });
      } else if (problem.code === 'invalid-escape') {
        findings.push({
          span: directive?.valueSpan ?? span,
          message: t(
            '"{0}" cannot be the escape character, so the build stops here; it is \\ or `.',
            directive?.value ?? '',
          ),
          fixes: ['`', '\\'].map((text) => ({
            title: t('Use {0}', text),
            edits: [{ span: directive?.valueSpan ?? span, text }],
            safe: false,
          })),
          buildkit: asRead(dockerfile, problem),
        });
      }
    }
    const check = checkDirective(dockerfile);
    const options = check === undefined ? undefined : parseCheckOptions(check.value);
    if (check !== undefined && options !== undefined && 'problem' in options) {
      findings.push({
        span: check.valueSpan,
        message: t(
          '"{0}" is no list of check options, so the build stops here; write for example skip=StageNameCasing;error=true.',
          check.value,
        ),
        buildkit: {
          detail: `failed to parse check options: ${options.problem}`,
          lines: undefined,
          at: { phase: 'options', order: 0, step: 0 },
        },
      });
    }
    return findings;
  },
};
