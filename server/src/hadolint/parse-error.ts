import { instructions as known } from '../reference/instructions';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import type { Hit } from './check';

const names = new Set(known.map(({ name }) => name));

const fatal = new Set([
  'unterminated-heredoc',
  'invalid-heredoc-name',
  'key-without-value',
  'missing-equals',
]);

/** The first place where hadolint's parser gives up; it then says nothing else of the file. */
export function parseError(dockerfile: Dockerfile): Hit | undefined {
  const { instructions, problems, lines } = dockerfile;
  const broken = instructions.find((each) => !isReadable(each));
  const problem = problems.find(({ code }) => fatal.has(code));
  const found = [
    ...(broken
      ? [{ line: broken.firstLine, message: t('"{0}" cannot be read as an instruction.', broken.keyword) }]
      : []),
    ...(problem ? [{ line: lines.lineAt(problem.span.start), message: problem.message }] : []),
  ];
  return found.toSorted((a, b) => a.line - b.line)[0];
}

function isReadable(instruction: Instruction): boolean {
  const { name, words, flags, body } = instruction;
  if (!names.has(name)) return false;
  if (name === 'FROM') {
    return words.length === 1 || (words.length === 3 && words[1]?.text.toUpperCase() === 'AS');
  }
  if (name === 'COPY' || name === 'ADD') return words.length > 1;
  const reference = known.find((each) => each.name === name);
  const hasUnknownFlag =
    name !== 'CMD' &&
    name !== 'ENTRYPOINT' &&
    name !== 'RUN' &&
    flags.some((flag) => !reference?.flags.some((each) => each.name === flag.name));
  return !hasUnknownFlag && (body.text !== '' || ['RUN', 'CMD', 'ENTRYPOINT', 'ONBUILD'].includes(name));
}
