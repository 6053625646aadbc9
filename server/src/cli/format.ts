import { writeFileSync } from 'node:fs';
import { parse } from '../dockerfile/parse';
import { format as formatEdits, type FormatStyle } from '../features/format';
import { t } from '../text';
import { readArguments, UsageError } from './arguments';
import { fileSettings } from './file-settings';
import { readFiles } from './files';
import type { ExitCode, Output } from './output';

const indentation = { indent: '    ', tabSize: 4 };

/** Formats files in place; `--check` names those that would change; `-` is read and written as a stream. */
export function format(args: readonly string[], output: Output): ExitCode {
  const { values, positionals } = readArguments(args, { check: { type: 'boolean', default: false } });
  if (positionals.length === 0) {
    throw new UsageError(t('name a Dockerfile or a folder to format, or "-" for standard input.'));
  }
  const settingsOf = fileSettings(undefined, (mistake) => output.complain(mistake));
  let code: ExitCode = 0;
  for (const { name, text, problem } of readFiles(positionals)) {
    if (problem !== undefined) {
      output.complain(problem);
      code = 2;
      continue;
    }
    const formatted = formattedText(text, { ...indentation, ...settingsOf(name).configuration.format });
    if (values.check) {
      if (formatted === text) continue;
      output.print(name);
      code ||= 1;
    } else if (name === '-') process.stdout.write(formatted);
    else if (formatted !== text) write(name, formatted);
  }
  return code;
}

function formattedText(text: string, style: FormatStyle): string {
  const dockerfile = parse(text);
  const { lines } = dockerfile;
  return formatEdits(dockerfile, style)
    .map(({ range, newText }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(t('{0} cannot be written: {1}', path, (error as Error).message));
  }
}
