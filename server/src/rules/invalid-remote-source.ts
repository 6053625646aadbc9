import { t } from '../text';
import { copied } from './builder/copied';
import { digestProblem } from './builder/image-name';
import { remoteSource } from './builder/remote-source';
import type { Finding, Rule } from './rule';

export const invalidRemoteSource: Rule = {
  id: 'invalid-remote-source',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`ADD --checksum` proves one download: exactly one source, a URL or a git repository, with a complete digest. The query of a git URL knows `ref`, `tag`, `branch`, `subdir`, `checksum`, `keep-git-dir` and `submodules`.',
  bad: [
    'FROM alpine\nADD --checksum=sha256:12 https://example.com/a /a\n',
    'FROM alpine\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d a /a\n',
    'FROM alpine\nADD https://example.com/a.git?ref= /a\n',
    'FROM alpine\nADD --keep-git-dir=false https://example.com/a.git?keep-git-dir=true /a\n',
  ],
  good: [
    'FROM alpine\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /a\n',
    'FROM alpine\nADD https://example.com/a.git?ref=main /a\n',
  ],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources, flag }) => {
      const findings: Finding[] = [];
      const report = (span: Finding['span'], message: string, detail: string, step: number) =>
        findings.push({
          span: command.locate(span),
          message,
          buildkit: { detail, lines: command.lines, at: command.at(step) },
        });
      const checksum = flag('checksum');
      const given = isAdd && checksum !== undefined && checksum.value !== '' ? checksum : undefined;
      const [only] = sources;
      if (given !== undefined && sources.length !== 1) {
        report(
          given.word.span,
          t(
            'A checksum belongs to one download, so the build stops here with {0} sources; split the ADD.',
            sources.length,
          ),
          "checksum can't be specified for multiple sources",
          1002,
        );
      } else if (given !== undefined && only !== undefined && remoteSource(only.value).kind === 'local') {
        report(
          given.word.span,
          t('"{0}" is no download, so a checksum stops the build; remove the checksum.', only.value),
          'checksum requires HTTP(S) or Git sources',
          1002,
        );
      }
      const keepFlag = command.instruction.flags.findLast(({ name }) => name === 'keep-git-dir');
      for (const { word, value, step } of sources) {
        const source = remoteSource(value);
        const { kind, problem } = source;
        if (problem !== undefined) {
          report(
            word.span,
            t('The query of "{0}" is wrong ({1}), so the build stops here.', value, problem),
            problem,
            step,
          );
        } else if (kind === 'git' && isAdd) {
          if (
            keepFlag !== undefined &&
            source.keepGitDir !== undefined &&
            source.keepGitDir !== (keepFlag.value?.toLowerCase() !== 'false')
          ) {
            report(
              word.span,
              t(
                '"{0}" and the flag "{1}" contradict each other, so the build stops here; keep one of them.',
                value,
                keepFlag.text,
              ),
              'inconsistent keep-git-dir configuration',
              step,
            );
          } else if (
            given !== undefined &&
            source.checksum !== undefined &&
            source.checksum !== given.value
          ) {
            report(
              word.span,
              t('The URL and the flag have different checksums, so the build stops here; keep one of them.'),
              `checksum mismatch "${given.value}" != "${source.checksum}"`,
              step,
            );
          }
        } else if (kind === 'http' && given !== undefined) {
          const wrong = digestProblem(given.value);
          if (wrong !== undefined)
            report(
              given.word.span,
              t(
                '"{0}" is no complete digest ({1}), so the build stops here; write sha256: and 64 hexadecimal digits.',
                given.value,
                wrong,
              ),
              wrong,
              step,
            );
        }
      }
      return findings;
    }),
};
