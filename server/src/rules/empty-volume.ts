import { t } from '../text';
import { conversion } from './builder/conversion';
import { parsed, rejects } from './builder/parsed';
import type { Finding, Rule } from './rule';

const detail = 'VOLUME specified can not be an empty string';

export const emptyVolume: Rule = {
  id: 'empty-volume',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'A volume is a path in the container. An empty one, also from a variable that is not set, stops the build.',
  bad: ['FROM alpine\nVOLUME [""]\n', 'FROM alpine\nVOLUME $DATA\n'],
  good: ['FROM alpine\nVOLUME ["/data"]\n', 'FROM alpine\nENV DATA=/data\nVOLUME $DATA\n'],
  check: (dockerfile, facts) => {
    const findings: Finding[] = [];
    for (const parse of parsed(dockerfile, facts)) {
      const { name, words } = parse.instruction;
      const empty = name === 'VOLUME' ? words.find(({ text }) => text.trim() === '') : undefined;
      if (empty === undefined) continue;
      findings.push({
        span: parse.locate(empty.span),
        message: t('A volume cannot be empty, so the build stops here; write a path.'),
        buildkit: rejects(parse, detail, 2),
      });
    }
    for (const command of conversion(dockerfile, facts).commands) {
      if (command.instruction.name !== 'VOLUME') continue;
      const empty = command.expansions.find(
        ({ word, value, error }) => error === undefined && value === '' && word.text.trim() !== '',
      );
      if (empty === undefined) continue;
      findings.push({
        span: command.locate(empty.word.span),
        // What the base image sets is not always known.
        severity: empty.undefinedVariables.length > 0 && !command.before.isWorkdirKnown ? 'warning' : 'error',
        message: t(
          '"{0}" gives an empty volume, so the build stops here; set the variable first.',
          empty.word.text,
        ),
        buildkit: { detail, lines: command.lines, at: command.at(1000) },
      });
    }
    return findings;
  },
};
