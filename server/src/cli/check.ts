import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { version } from '../../../package.json';
import type { Configuration } from '../configuration';
import { parse } from '../dockerfile/parse';
import { applyEdits, safeEdits } from '../features/safe-edits';
import { buildkitReport } from '../report/buildkit';
import { githubReport } from '../report/github';
import { inspect } from '../hadolint/inspect';
import { hadolintReport, reportedFindings } from '../report/hadolint';
import { jsonReport } from '../report/json';
import type { CheckedFile } from '../report/report';
import { sarifReport } from '../report/sarif';
import { textReport } from '../report/text';
import { lint } from '../rules/lint';
import type { Facts, Severity } from '../rules/rule';
import { rules } from '../rules';
import { contextFacts } from '../session/context';
import { severitiesOf } from '../severities';
import { t } from '../text';
import { buildArguments, oneOf, readArguments, UsageError } from './arguments';
import { fileSettings, fails, readText } from './file-settings';
import { readFiles, type InputFile } from './files';
import type { ExitCode, Output } from './output';

const formats = ['text', 'json', 'sarif', 'github', 'buildkit', 'hadolint'] as const;
type Format = (typeof formats)[number];

/** A fix may make room for the next one; more rounds than this mean that two fixes undo each other. */
const fixRounds = 10;

export function check(args: readonly string[], output: Output): ExitCode {
  const { values, positionals } = readArguments(args, {
    format: { type: 'string', default: 'text' },
    all: { type: 'boolean', default: false },
    config: { type: 'string' },
    'build-arg': { type: 'string', multiple: true },
    target: { type: 'string' },
    platform: { type: 'string' },
    context: { type: 'string' },
    dockerignore: { type: 'string' },
    fix: { type: 'boolean', default: false },
  });
  const format = oneOf('--format', values.format, formats);
  if (positionals.length === 0) {
    throw new UsageError(t('name a Dockerfile or a folder to check, or "-" for standard input.'));
  }
  const settingsOf = fileSettings(values.config, (problem) => output.complain(problem));
  const given: Facts = {
    buildArgs: buildArguments(values['build-arg']),
    ...(values.target === undefined ? {} : { target: values.target }),
    ...(values.platform === undefined ? {} : { platform: values.platform }),
  };
  const ignoreText = values.dockerignore === undefined ? undefined : readText(values.dockerignore);

  const files = readFiles(positionals);
  const readable = files.filter((file) => file.problem === undefined);
  for (const { problem } of files) if (problem !== undefined) output.complain(problem);
  if (files.length === 0)
    throw new UsageError(t('{0}: there is no Dockerfile in it.', positionals.join(', ')));

  const checked = readable.map((file) => {
    const facts: Facts = {
      ...given,
      ...contextOf(file.name, values.context),
      ...(ignoreText === undefined ? {} : { dockerignore: ignoreText }),
    };
    const { configuration } = settingsOf(file.name);
    const severities = chosenSeverities(format, values.all, configuration);
    const run = (text: string): CheckedFile => {
      const dockerfile = parse(text);
      return {
        file: file.name,
        dockerfile,
        facts,
        findings: lint(dockerfile, facts, { options: configuration.options, severities }),
      };
    };
    return values.fix ? fixed(file, run, output) : run(file.text);
  });

  const inspected =
    format === 'hadolint'
      ? checked.map((file) => asHadolint(file, values.all, settingsOf(file.file).configuration))
      : [];
  if (!(values.fix && readable.some((file) => file.name === '-'))) {
    output.print(format === 'hadolint' ? hadolintReport(inspected) : report(format, checked, output.colour));
  }
  if (readable.length < files.length) return 2;
  const hasFailed =
    format === 'hadolint'
      ? inspected.some(({ file, findings }) => findings.some(({ level }) => fails(level, settingsOf(file))))
      : checked.some(({ file, findings }) =>
          findings.some(({ severity }) => fails(severity, settingsOf(file))),
        );
  return hasFailed ? 1 : 0;
}

/** hadolint has conditions of its own, so what the rules found does not matter for its format. */
function asHadolint(
  { file, dockerfile }: CheckedFile,
  all: boolean,
  { rules: chosen, options }: Configuration,
) {
  const { trustedRegistries = [], labelSchema = {}, strictLabels = false } = options;
  const findings = inspect(dockerfile, { trustedRegistries, labelSchema, strictLabels });
  return { file, findings: reportedFindings(findings, all, chosen) };
}

/**
 * The build context, where one is named. Otherwise the Dockerfile's own folder is only a guess: its .dockerignore is
 * read as a build there would read it, but a file that is missing there may well lie in the real context.
 */
function contextOf(file: string, context: string | undefined): Facts {
  const path = file === '-' ? undefined : file;
  if (context !== undefined) return contextFacts(context, path);
  if (path === undefined) return {};
  const { dockerignore } = contextFacts(dirname(path), path);
  return dockerignore === undefined ? {} : { dockerignore };
}

/** Applies the safe fixes and writes the file back where that changed it; standard input goes to standard output. */
function fixed(file: InputFile, run: (text: string) => CheckedFile, output: Output): CheckedFile {
  let result = run(file.text);
  for (let round = 0; round < fixRounds; round++) {
    const edits = safeEdits(result.findings);
    if (edits.length === 0) break;
    result = run(applyEdits(result.dockerfile, edits));
  }
  const { text } = result.dockerfile;
  if (file.name === '-') output.print(text);
  else if (text !== file.text) writeFixed(file.name, text);
  return result;
}

function writeFixed(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(t('{0} cannot be written: {1}', path, (error as Error).message));
  }
}

function report(format: Exclude<Format, 'hadolint'>, files: readonly CheckedFile[], colour: boolean): string {
  switch (format) {
    case 'text':
      return textReport(files, colour);
    case 'json':
      return jsonReport(files);
    case 'sarif':
      return sarifReport(files, version);
    case 'github':
      return githubReport(files);
    case 'buildkit':
      return files
        .map(({ file, dockerfile, facts }) =>
          JSON.stringify({ ...(files.length > 1 ? { file } : {}), ...buildkitReport(dockerfile, facts) }),
        )
        .join('\n');
  }
}

/** `buildkit` stands in for the builder: the rules that run are its own, whatever the preset says. */
function chosenSeverities(
  format: Format,
  all: boolean,
  configuration: Configuration,
): Map<string, Severity | 'off'> {
  const preset = format === 'buildkit' ? 'builder' : all ? 'all' : configuration.preset;
  return severitiesOf(rules, { ...configuration, preset });
}
