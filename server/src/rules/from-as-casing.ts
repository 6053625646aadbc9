import { t } from '../text';
import { warns, whileParsing } from './builder/outcome';
import type { Rule } from './rule';

export const fromAsCasing: Rule = {
  id: 'from-as-casing',
  aliases: ['FromAsCasing'],
  severity: 'warning',
  since: '0.1.0',
  why: '`FROM` and `AS` belong together, and the eye finds a stage name faster when both are written in the same case.',
  bad: ['FROM alpine as build\n', 'from alpine AS build\n', 'FROM alpine As build\n'],
  good: ['FROM alpine AS build\n', 'from alpine as build\n', 'From alpine as build\n'],
  fixed: ['FROM alpine AS build\n', 'from alpine as build\n', 'FROM alpine AS build\n'],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((instruction) => {
      const as = instruction.words[1];
      if (instruction.name !== 'FROM' || as === undefined || instruction.words.length < 3) return [];
      const { keyword } = instruction;
      const isLower = keyword === keyword.toLowerCase();
      // `From` is the business of inconsistent-instruction-casing.
      if (!isLower && keyword !== keyword.toUpperCase()) return [];
      const wanted = isLower ? as.value.toLowerCase() : as.value.toUpperCase();
      if (as.value === wanted) return [];
      return {
        span: as.span,
        message: t(
          '"{0}" and "{1}" are written in different cases, which makes the stage name harder to find; write "{2}".',
          keyword,
          as.value,
          wanted,
        ),
        fixes: [{ title: t('Write {0}', wanted), edits: [{ span: as.span, text: wanted }], safe: true }],
        buildkit: warns(
          'FromAsCasing',
          `'${as.value}' and '${keyword}' keywords' casing do not match`,
          instruction,
          whileParsing(instruction, -1),
        ),
      };
    }),
};
