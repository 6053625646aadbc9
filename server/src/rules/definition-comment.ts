import { t } from '../text';
import { warns, whileParsing } from './builder/outcome';
import type { Rule } from './rule';

export const definitionComment: Rule = {
  id: 'definition-comment',
  aliases: ['InvalidDefinitionDescription'],
  severity: 'off',
  since: '0.1.0',
  why: 'A comment right above a stage or an argument becomes its description in `docker build --call=outline` when it begins with the name. Another comment there is shown as no description at all; a line with a lone `#` keeps it apart.',
  bad: ['# what to install\nARG PACKAGES\nFROM alpine\n', '# the build\nFROM alpine AS build\n'],
  good: [
    '# PACKAGES what to install\nARG PACKAGES\nFROM alpine\n',
    '# the build\n#\nFROM alpine AS build\n',
    '# plain\nFROM alpine\n',
  ],
  fixed: ['# what to install\n#\nARG PACKAGES\nFROM alpine\n', '# the build\n#\nFROM alpine AS build\n'],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((instruction) => {
      const stage = instruction.name === 'FROM' ? dockerfile.stages[instruction.stage]?.name : undefined;
      const names =
        stage !== undefined
          ? [stage]
          : instruction.name === 'ARG'
            ? instruction.pairs.map(({ key }) => key.value)
            : [];
      const comment = instruction.commentsAbove.at(-1);
      const [example] = names;
      if (example === undefined || comment === undefined || names.includes(comment.text.split(' ')[0] ?? ''))
        return [];
      const wanted = names.length > 1 ? '<arg_key>' : example;
      const { end } = comment.span;
      return {
        span: comment.span,
        message: t(
          'This comment is not taken as the description of "{0}", which must begin with that name; begin it so, or put a lone "#" below it.',
          example,
        ),
        fixes: [
          {
            title: t('Keep the comment apart with a lone #'),
            edits: [{ span: { start: end, end }, text: '\n#' }],
            safe: true,
          },
          {
            title: t('Begin the comment with {0}', example),
            edits: [{ span: comment.span, text: `# ${example} ${comment.text}` }],
            safe: false,
          },
        ],
        buildkit: warns(
          'InvalidDefinitionDescription',
          `Comment for ${instruction.name} should follow the format: \`# ${wanted} <description>\``,
          instruction,
          whileParsing(instruction, 99),
        ),
      };
    }),
};
