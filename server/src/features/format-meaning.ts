import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { innerKeyword } from './inner-keyword';

/**
 * Does an instruction say the same to the builder as another one? Flags, words, pairs and heredocs are compared as
 * BuildKit reads them, a shell script as the shell reads it, so that blanks between its words do not count.
 */
export function meansTheSame(
  inOne: Dockerfile,
  one: Instruction,
  inOther: Dockerfile,
  other: Instruction,
): boolean {
  const [acting, otherActing] = [one.trigger ?? one, other.trigger ?? other];
  return (
    one.name === other.name &&
    acting.name === otherActing.name &&
    acting.form === otherActing.form &&
    equal(
      one.commentsAbove.map(({ text }) => text),
      other.commentsAbove.map(({ text }) => text),
    ) &&
    equal(parts(acting), parts(otherActing)) &&
    (equal(values(acting), values(otherActing)) || isSameScript(inOne, one, inOther, other))
  );
}

function parts({ flags, pairs, heredocs }: Instruction): (string | boolean | undefined)[] {
  return [
    ...flags.flatMap(({ name, value }) => [name, value]),
    ...pairs.flatMap(({ key, value, legacy }) => [key.text, value?.text, legacy]),
    ...heredocs.flatMap(({ name, body, expand, stripTabs }) => [name, body, expand, stripTabs]),
  ];
}

function values(instruction: Instruction): string[] {
  const { pairs, words } = instruction;
  const keyword = innerKeyword(instruction);
  return pairs.length > 0
    ? []
    : words.map((word) => (word === keyword ? word.value.toUpperCase() : word.value));
}

function isSameScript(inOne: Dockerfile, one: Instruction, inOther: Dockerfile, other: Instruction): boolean {
  const [script, otherScript] = [shellOf(inOne, one), shellOf(inOther, other)];
  if (!script?.syntax || !otherScript?.syntax || script.errors.length > 0) return false;
  const type = (instruction: Instruction) =>
    instruction.name === 'HEALTHCHECK' ? instruction.words[0]?.value.toUpperCase() : undefined;
  return (
    type(one.trigger ?? one) === type(other.trigger ?? other) && sameSyntax(script.syntax, otherScript.syntax)
  );
}

/** Compares two syntax trees but for the members that tell positions. */
function sameSyntax(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return one === other;
  }
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => sameSyntax(item, other[index]));
  }
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  if (left.length !== right.size) return false;
  return left.every(
    ([key, value]) =>
      /(^|[a-z])(pos|end|start|Pos|End|Start)$/.test(key) || sameSyntax(value, right.get(key)),
  );
}

function equal<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
