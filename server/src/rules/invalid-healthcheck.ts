import type { Flag, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { parseDuration } from './builder/duration';
import { type Parsed, parsed, rejects } from './builder/parsed';
import type { Finding, Rule } from './rule';

/** In the order in which BuildKit looks at them. */
const durations = ['interval', 'timeout', 'start-period', 'start-interval'];

export const invalidHealthcheck: Rule = {
  id: 'invalid-healthcheck',
  aliases: [
    'ARGUMENT_UNNECESSARY',
    'UNKNOWN_TYPE',
    'HEALTHCHECK_CMD_ARGUMENT_MISSING',
    'FLAG_INVALID_DURATION',
    'FLAG_MISSING_DURATION',
    'FLAG_UNKNOWN_UNIT',
    'FLAG_LESS_THAN_1MS',
    'INVALID_SYNTAX',
  ],
  severity: 'error',
  since: '0.1.0',
  why: 'HEALTHCHECK is followed by `CMD` with a command, or by `NONE` alone. Durations are numbers with units, such as `30s` or `1m30s`, of at least one millisecond or 0; `--retries` is a whole number. Variables are not replaced in any of them.',
  bad: [
    'FROM alpine\nHEALTHCHECK curl localhost\n',
    'FROM alpine\nHEALTHCHECK CMD\n',
    'FROM alpine\nHEALTHCHECK NONE please\n',
    'FROM alpine\nHEALTHCHECK --interval=30 CMD true\n',
    'FROM alpine\nHEALTHCHECK --interval=1us CMD true\n',
    'FROM alpine\nHEALTHCHECK --retries=many CMD true\n',
  ],
  good: [
    'FROM alpine\nHEALTHCHECK --interval=30s --timeout=0 --retries=0 CMD curl localhost\n',
    'FROM alpine\nHEALTHCHECK NONE\n',
    'FROM alpine\nHEALTHCHECK cmd true\n',
  ],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const [type, ...command] = instruction.words;
      if (instruction.name !== 'HEALTHCHECK' || type === undefined) return [];
      const kind = type.value.toUpperCase();
      const [first] = command;
      if (kind === 'NONE') {
        const last = command.at(-1);
        if (first === undefined || last === undefined) return [];
        return {
          span: parse.locate({ start: first.span.start, end: last.span.end }),
          message: t(
            'HEALTHCHECK NONE takes nothing more, so the build stops at "{0}"; remove it.',
            first.value,
          ),
          buildkit: rejects(parse, 'HEALTHCHECK NONE takes no arguments'),
        };
      }
      return [...typeFindings(parse, kind), ...flagFindings(parse)];
    }),
};

function typeFindings(parse: Parsed, kind: string): Finding[] {
  const [type, ...command] = parse.instruction.words;
  if (type === undefined) return [];
  const span = parse.locate(type.span);
  if (kind !== 'CMD') {
    return [
      {
        span,
        message: t(
          'HEALTHCHECK is followed by CMD or NONE, so the build stops at "{0}"; write CMD before the command.',
          type.value,
        ),
        fixes: [
          {
            title: t('Insert CMD'),
            edits: [{ span: { start: span.start, end: span.start }, text: 'CMD ' }],
            safe: true,
          },
        ],
        buildkit: rejects(parse, `Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`, 2),
      },
    ];
  }
  if (command.length > 0) return [];
  return [
    {
      span,
      message: t('HEALTHCHECK CMD is followed by no command, so the build stops here; write one.'),
      buildkit: rejects(parse, 'Missing command after HEALTHCHECK CMD', 2),
    },
  ];
}

function flagFindings(parse: Parsed): Finding[] {
  return durations
    .flatMap((name, index) => durationFinding(parse, flagNamed(parse.instruction, name), 3 + index))
    .concat(retriesFinding(parse));
}

function flagNamed({ flags }: Instruction, name: string): Flag | undefined {
  return flags.find((flag) => flag.name === name);
}

function durationFinding(parse: Parsed, flag: Flag | undefined, step: number): Finding[] {
  if (flag?.value === undefined || flag.value === '') return [];
  const { name, value } = flag;
  const span = parse.locate(flag.valueSpan ?? flag.span);
  const duration = parseDuration(value);
  if (typeof duration === 'number') {
    if (duration === 0 || duration >= 1e6) return [];
    return [
      {
        span,
        message: t(
          '"{0}" is less than a millisecond, so the build stops here; write a longer time, or 0 for the default.',
          value,
        ),
        buildkit: rejects(parse, `Interval "${name}" cannot be less than 1ms`, step),
      },
    ];
  }
  const isBare = /^\d+$/.test(value);
  return [
    {
      span,
      message: isBare
        ? t('"{0}" has no unit, so the build stops here; write for example {0}s.', value)
        : t('"{0}" is no duration, so the build stops here; write for example 30s or 1m30s.', value),
      fixes: isBare
        ? [{ title: t('Write {0}', `${value}s`), edits: [{ span, text: `${value}s` }], safe: false }]
        : [],
      buildkit: rejects(parse, duration.problem, step),
    },
  ];
}

function retriesFinding(parse: Parsed): Finding[] {
  const flag = flagNamed(parse.instruction, 'retries');
  if (flag?.value === undefined || flag.value === '') return [];
  const { value } = flag;
  const isWhole = /^[+-]?\d+$/.test(value);
  const inRange = isWhole && Math.abs(Number(value)) <= 2 ** 31 - 1;
  if (inRange && Number(value) >= 0) return [];
  const detail = !isWhole
    ? `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`
    : !inRange
      ? `strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`
      : `--retries cannot be negative (${Number(value)})`;
  return [
    {
      span: parse.locate(flag.valueSpan ?? flag.span),
      message: t(
        '"{0}" is no number of retries, so the build stops here; write a whole number such as 3.',
        value,
      ),
      buildkit: rejects(parse, detail, 7),
    },
  ];
}
