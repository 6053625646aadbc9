import type { Dockerfile, Instruction, Pair } from '../dockerfile/tree';
import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Command, Expanded } from './builder/dispatch';
import type { Fix, Rule, Severity } from './rule';

const predefined =
  /^(?:(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE|(?:https?|ftp|no|all)_proxy)$/i;

export const undefinedVariable: Rule = {
  id: 'undefined-variable',
  aliases: ['UndefinedVar', 'DL3044'],
  severity: 'warning',
  since: '0.1.0',
  why: 'BuildKit replaces a variable that nothing has set by nothing, so a path or a version goes missing silently. Only ENV and ARG of this stage, or of stages that it builds on, count: arguments before the first FROM must be declared again, and all values of one ENV are replaced before any of its variables is set. What the base image sets is known once the image is on this machine; until then Strata only hints.',
  bad: [
    'FROM scratch\nENV HOME_DIR=/app DATA=$HOME_DIR/data\n',
    'ARG VERSION=1\nFROM scratch\nLABEL version=$VERSION\n',
    'FROM scratch\nCOPY app $DEST\n',
  ],
  good: [
    'FROM scratch\nENV HOME_DIR=/app\nENV DATA=$HOME_DIR/data\n',
    'ARG VERSION=1\nFROM scratch\nARG VERSION\nLABEL version=$VERSION\n',
    "FROM scratch\nLABEL price='$5'\nENV PATH=$PATH:/app\n",
    'FROM alpine\nRUN echo $HOME\nCMD echo $HOME\nEXPOSE $PORT\n',
  ],
  fixed: [
    'FROM scratch\nENV HOME_DIR=/app\nENV DATA=$HOME_DIR/data\n',
    'ARG VERSION=1\nFROM scratch\nARG VERSION\nLABEL version=$VERSION\n',
    'FROM scratch\nCOPY app $DEST\n',
  ],
  check: (dockerfile, facts) => {
    const { commands, globals } = conversion(dockerfile, facts);
    const globalNames = new Set(globals.expanded.map(({ pair }) => pair.key.text));
    for (const { name, stage, pairs } of dockerfile.instructions) {
      if (name === 'ARG' && stage === -1) for (const { key } of pairs) globalNames.add(key.text);
    }
    const definedNames = namesDefined(dockerfile);
    return commands.flatMap((command) =>
      command.expansions.flatMap((expanded) =>
        expanded.undefinedVariables.flatMap(({ name, spans, near }) => {
          const image = rootImage(command);
          const isBaseKnown = image === 'scratch' || facts.imageConfig?.(image) !== undefined;
          const isSetElsewhere = globalNames.has(name) || definedNames.has(name) || predefined.test(name);
          const severity: Severity = isBaseKnown || isSetElsewhere || near !== undefined ? 'warning' : 'hint';
          const detail = `Usage of undefined variable '$${name}'${near === undefined ? '' : ` (did you mean $${near}?)`}`;
          return spans.map((span) => ({
            span: command.locate(span),
            severity,
            message: messageOf(name, near, command, expanded, globalNames, isBaseKnown),
            fixes: fixesOf(
              dockerfile,
              command,
              expanded,
              name,
              near,
              globalNames.has(name) || predefined.test(name),
            ),
            buildkit: {
              rule: 'UndefinedVar',
              detail,
              lines: command.lines,
              at: command.at(expanded.step),
              ...(command.isTrigger ? {} : { skippedAt: command.instruction }),
            },
          }));
        }),
      ),
    );
  },
};

function rootImage({ base }: Command): string {
  let root = base;
  while (root.parent !== undefined) root = root.parent;
  return root.name?.value ?? '';
}

/** Names that the file sets somewhere, other than by adding to what they already hold. */
function namesDefined({ instructions }: Dockerfile): ReadonlySet<string> {
  return new Set(
    instructions.flatMap(({ name, pairs }) =>
      name === 'ENV' || name === 'ARG'
        ? pairs.filter(({ key, value }) => !uses(value?.text ?? '', key.text)).map(({ key }) => key.text)
        : [],
    ),
  );
}

function uses(text: string, name: string): boolean {
  return text.includes(`$${name}`) || text.includes(`\${${name}`);
}

/** The other pair of the very ENV that sets the variable too late for this word. */
function otherPair({ instruction }: Command, { word }: Expanded, name: string): Pair | undefined {
  if (instruction.name !== 'ENV') return undefined;
  return instruction.pairs.find(({ key, value }) => key.text === name && value !== word);
}

function messageOf(
  name: string,
  near: string | undefined,
  command: Command,
  expanded: Expanded,
  globalNames: ReadonlySet<string>,
  isBaseKnown: boolean,
): string {
  if (otherPair(command, expanded, name)) {
    return t(
      '"${0}" is empty here, because one ENV sets all its variables at once; set {0} in an ENV of its own before.',
      name,
    );
  }
  if (globalNames.has(name)) {
    return t(
      '"${0}" is empty here, because an ARG before FROM is not seen inside a stage; declare it again with "ARG {0}".',
      name,
    );
  }
  if (predefined.test(name)) {
    return t(
      '"${0}" is empty here, because predefined arguments are seen only after an ARG; add "ARG {0}".',
      name,
    );
  }
  if (near !== undefined)
    return t('"${0}" is set by no ENV or ARG, so it is empty here; did you mean "${1}"?', name, near);
  return isBaseKnown
    ? t('"${0}" is set by no ENV or ARG and not by the base image, so it is empty here; set it first.', name)
    : t(
        '"${0}" is set by no ENV or ARG of this file, so it is empty here unless the base image sets it.',
        name,
      );
}

function fixesOf(
  dockerfile: Dockerfile,
  command: Command,
  expanded: Expanded,
  name: string,
  near: string | undefined,
  declares: boolean,
): Fix[] {
  if (command.isTrigger) return [];
  const split = splitEnv(dockerfile, command.instruction, name);
  if (split !== undefined) return [split];
  const fixes: Fix[] = [];
  const spans = expanded.undefinedVariables.find((variable) => variable.name === name)?.spans ?? [];
  if (near !== undefined) {
    fixes.push({
      title: t('Change to ${0}', near),
      edits: spans.map((span) => ({ span, text: near })),
      safe: false,
    });
  }
  const { lines, text } = dockerfile;
  const start = lines.startOf(command.instruction.firstLine);
  const indent = text.slice(start, command.instruction.span.start);
  const keyword = command.instruction.keyword === command.instruction.keyword.toLowerCase() ? 'arg' : 'ARG';
  if (/^[A-Za-z_]\w*$/.test(name)) {
    fixes.push({
      title: t('Declare ARG {0}', name),
      edits: [{ span: { start, end: start }, text: `${indent}${keyword} ${name}\n` }],
      // What was meant is certain only where the name exists outside the stage.
      safe: declares && near === undefined,
    });
  }
  return fixes;
}

/** `ENV A=1 B=$A` becomes two ENVs, where the variable is set in front of its use and not before this instruction. */
function splitEnv(
  { text, escape }: Dockerfile,
  { name: keyword, keyword: typed, pairs }: Instruction,
  name: string,
): Fix | undefined {
  if (keyword !== 'ENV') return undefined;
  const setAt = pairs.findIndex(({ key }) => key.text === name);
  const usedAt = pairs.findIndex(({ value }, index) => index > setAt && value?.text.includes(name) === true);
  const first = pairs[usedAt - 1];
  const second = pairs[usedAt];
  if (setAt === -1 || usedAt < 1 || first === undefined || second === undefined) return undefined;
  // A later pair must not see a value that an earlier one of the same name set until now.
  const between = { start: first.span.end, end: second.span.start };
  const gap = text.slice(between.start, between.end);
  if (gap.includes('#') || (gap.trim() !== '' && gap.trim() !== escape)) return undefined;
  return {
    title: t('Split this ENV before "{0}"', second.key.text),
    edits: [{ span: between, text: `\n${typed} ` }],
    safe: true,
  };
}
