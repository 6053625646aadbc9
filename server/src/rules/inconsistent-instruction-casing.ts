import { t } from '../text';
import { overStages, warns } from './builder/outcome';
import type { Rule } from './rule';

export const inconsistentInstructionCasing: Rule = {
  id: 'inconsistent-instruction-casing',
  aliases: ['ConsistentInstructionCasing', 'CASING_INSTRUCTION'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Keywords may be written in any case. One case throughout, usually capitals, tells instructions from their arguments at a glance. The case that most instructions have is taken as the wanted one; capitals win a tie.',
  bad: [
    'FROM alpine\nrun apk add curl\nCMD ["curl"]\n',
    'from alpine\nrun apk add curl\nCMD ["curl"]\n',
    'From alpine\n',
  ],
  good: [
    'FROM alpine\nRUN apk add curl\n',
    'from alpine\nrun apk add curl\n',
    'arg tag\nFROM alpine\nONBUILD run make\n',
  ],
  fixed: [
    'FROM alpine\nRUN apk add curl\nCMD ["curl"]\n',
    'from alpine\nrun apk add curl\ncmd ["curl"]\n',
    'FROM alpine\n',
  ],
  check: (dockerfile, _facts, options) => {
    // Neither the ARGs before the first FROM nor ONBUILD's inner keyword count.
    const instructions = dockerfile.stages.flatMap((stage) => stage.instructions);
    const lower = instructions.filter(({ keyword }) => keyword === keyword.toLowerCase()).length;
    const upper = instructions.filter(({ keyword }) => keyword === keyword.toUpperCase()).length;
    const majority = lower > upper ? 'lower' : 'upper';
    const wanted =
      options.keywordCase === 'upper' || options.keywordCase === 'lower' ? options.keywordCase : majority;
    return instructions.flatMap((instruction) => {
      const { keyword, keywordSpan } = instruction;
      const right = wanted === 'lower' ? keyword.toLowerCase() : keyword.toUpperCase();
      if (keyword === right) return [];
      const finding = {
        span: keywordSpan,
        message:
          wanted === majority
            ? t(
                '"{0}" is written in another case than most instructions of this file; write "{1}".',
                keyword,
                right,
              )
            : t('"{0}" is not written in the case that this project asks for; write "{1}".', keyword, right),
        fixes: [{ title: t('Write {0}', right), edits: [{ span: keywordSpan, text: right }], safe: true }],
      };
      const typical = majority === 'lower' ? keyword.toLowerCase() : keyword.toUpperCase();
      if (keyword === typical) return finding;
      const detail = `Command '${keyword}' should match the case of the command majority (${majority}case)`;
      return {
        ...finding,
        buildkit: warns('ConsistentInstructionCasing', detail, instruction, overStages(instruction, 1)),
      };
    });
  },
};
