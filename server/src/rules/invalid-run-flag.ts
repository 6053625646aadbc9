import type { Flag } from '../dockerfile/tree';
import { t } from '../text';
import { parseBoolean } from './builder/check-options';
import { conversion } from './builder/conversion';
import { mountFields } from './builder/mount-fields';
import { didYouMean, nearest } from './builder/nearest';
import { type Parsed, parsed, rejects } from './builder/parsed';
import type { Finding, Rule } from './rule';

const modes: Readonly<
  Record<string, { values: readonly string[]; detail(value: string): string; step: number }>
> = {
  network: {
    values: ['default', 'none', 'host'],
    detail: (value) => `invalid network mode ${JSON.stringify(value)}`,
    step: 5,
  },
  security: {
    values: ['insecure', 'sandbox'],
    detail: (value) => `security ${JSON.stringify(value)} is not valid`,
    step: 6,
  },
};

export const invalidRunFlag: Rule = {
  id: 'invalid-run-flag',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`RUN --network` is `default`, `none` or `host`; `RUN --security` is `insecure` or `sandbox`. `RUN --device` exists only in the labs channel of the Dockerfile frontend (`# syntax=docker/dockerfile:1-labs`).',
  bad: [
    'FROM alpine\nRUN --network=bridge ls\n',
    'FROM alpine\nRUN --security=off ls\n',
    'FROM alpine\nRUN --device=vendor.com/gpu ls\n',
  ],
  good: [
    'FROM alpine\nRUN --network=none --security=sandbox ls\n',
    '# syntax=docker/dockerfile:1-labs\nFROM alpine\nRUN --device=vendor.com/gpu ls\n',
  ],
  fixed: [
    'FROM alpine\nRUN --network=bridge ls\n',
    'FROM alpine\nRUN --security=off ls\n',
    'FROM alpine\nRUN --device=vendor.com/gpu ls\n',
  ],
  check: (dockerfile, facts) => {
    const findings: Finding[] = [];
    for (const parse of parsed(dockerfile, facts)) {
      if (parse.instruction.name !== 'RUN') continue;
      for (const flag of parse.instruction.flags) {
        const mode = modes[flag.name];
        if (flag.value === undefined) continue;
        if (mode === undefined) {
          if (flag.name === 'device') findings.push(...deviceFindings(parse, flag));
          continue;
        }
        if (mode.values.includes(flag.value)) continue;
        const span = parse.locate(flag.valueSpan ?? flag.span);
        const match = nearest(flag.value, mode.values);
        findings.push({
          span,
          message: t(
            '"{0}" is nothing that {1} can be, so the build stops here; it is {2}.',
            flag.value,
            `--${flag.name}`,
            mode.values.join(', '),
          ),
          fixes:
            match === undefined
              ? []
              : [{ title: t('Change to {0}', match), edits: [{ span, text: match }], safe: true }],
          buildkit: rejects(parse, mode.detail(flag.value), mode.step),
        });
      }
    }
    const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value ?? '';
    if (syntax.includes('labs')) return findings;
    for (const command of conversion(dockerfile, facts).commands) {
      const flag =
        command.instruction.name === 'RUN'
          ? command.instruction.flags.find(({ name }) => name === 'device')
          : undefined;
      if (flag === undefined) continue;
      findings.push({
        span: command.locate(flag.nameSpan),
        message: t(
          '{0} exists only in the labs channel, so the build stops here; begin the file with "# syntax=docker/dockerfile:1-labs".',
          '--device',
        ),
        buildkit: {
          detail: 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later',
          lines: command.lines,
          at: command.at(3000),
        },
      });
    }
    return findings;
  },
};

function deviceFindings(parse: Parsed, flag: Flag): Finding[] {
  let name = '';
  for (const field of mountFields(flag)) {
    const problem = (span: Finding['span'], message: string, detail: string): Finding[] => [
      { span: parse.locate(span), message, buildkit: rejects(parse, detail, 3) },
    ];
    if (field.value === undefined) {
      if (field.key === 'required') continue;
      if (name !== '') {
        return problem(
          field.span,
          t('"{0}" stands where --device expects key=value, so the build stops here.', field.text),
          `invalid field '${field.text}' must be a key=value pair`,
        );
      }
      name = field.text;
    } else if (field.key === 'name') {
      if (name !== '')
        return problem(
          field.span,
          t('--device has the name "{0}" already, so the build stops here.', name),
          `device name already set to ${name}`,
        );
      name = field.value.text;
    } else if (field.key === 'required') {
      if (parseBoolean(field.value.text) === undefined) {
        return problem(
          field.value.span,
          t('"required" is on or off, so "{0}" stops the build; write true or false.', field.value.text),
          `invalid value for required: ${field.value.text}`,
        );
      }
    } else if (name === '') {
      name = field.text;
    } else {
      const hint = didYouMean(field.key, ['name', 'required']);
      return problem(
        field.keySpan,
        t('--device has no option "{0}", so the build stops here; it has name and required.', field.key),
        `unexpected key '${field.key}' in '${field.text}'${hint}`,
      );
    }
  }
  return [];
}
