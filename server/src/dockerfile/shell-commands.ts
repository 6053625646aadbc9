import {
  forEachChild,
  type Assignment,
  type Command,
  type ParsedScript,
  type Redirection,
  type Script,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import type { Mapped, Span } from './tree';
import { spanIn } from './variables';

/** How a command follows the one before it in the same list; `first` starts a list. */
export type ShellConnection = 'first' | 'and' | 'or' | 'pipe' | 'sequence' | 'background';

/** What a command stands in, from the outside in. */
export type ShellContext =
  'subshell' | 'group' | 'substitution' | 'condition' | 'branch' | 'loop' | 'function' | 'script';

export interface ShellWord {
  /** The value with quotes removed; what the shell would expand is left as typed. */
  readonly text: string;
  readonly span: Span;
  /** Whether the value is known: no variables, no substitutions. Globs and braces count as known. */
  readonly isStatic: boolean;
}

export interface ShellAssignment {
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined for an array. */
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `2>` is `>` with its descriptor apart, `<<`, `<<<` … */
  readonly operator: string;
  readonly descriptor: number | undefined;
  /** Undefined for a heredoc. */
  readonly target: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellCommand {
  /** The value of the first word: undefined for assignments and redirects alone. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly args: readonly ShellWord[];
  readonly connection: ShellConnection;
  readonly inside: readonly ShellContext[];
  /** Behind `!`. */
  readonly isNegated: boolean;
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
}

/** `$x` or `${x…}` that the shell expands. */
export interface ShellVariable {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  /** `:-`, `#`, `%%` … */
  readonly modifier: string | undefined;
}

export interface ShellError {
  readonly message: string;
  readonly span: Span;
}

export interface ShellContent {
  /** All simple commands in the order of the text, those in subshells, conditions and `$(…)` included. */
  readonly commands: readonly ShellCommand[];
  readonly variables: readonly ShellVariable[];
  readonly errors: readonly ShellError[];
}

/** What is in a parsed script, with offsets of the file that `source` maps to. */
export function collectCommands(
  script: ParsedScript,
  source: Mapped,
  context: readonly ShellContext[] = [],
): ShellContent {
  const commands: ShellCommand[] = [];
  const variables: ShellVariable[] = [];
  const errors: ShellError[] = [];
  // Where the script of escaped backticks has a text of its own, all its positions stand for the whole substitution.
  let fixed: Span | undefined;
  visitScript(script, context);
  return { commands, variables, errors };

  function spanOf(start: number, end: number): Span {
    return fixed ?? spanIn(source, start, end);
  }

  function visitScript(nested: Script & Pick<ParsedScript, 'errors'>, inside: readonly ShellContext[]): void {
    for (const { message, pos } of nested.errors ?? []) errors.push({ message, span: spanOf(pos, pos + 1) });
    visitList(nested.commands, inside);
  }

  function visitList(statements: readonly Statement[], inside: readonly ShellContext[]): void {
    statements.forEach(({ command }, index) => {
      const before = statements[index - 1];
      visit(command, inside, !before ? 'first' : before.background ? 'background' : 'sequence');
    });
  }

  function visit(
    node: SyntaxNode,
    inside: readonly ShellContext[],
    connection: ShellConnection,
    isNegated = false,
  ): void {
    switch (node.type) {
      case 'AndOr':
        node.commands.forEach((command, index) => {
          const operator = node.operators[index - 1];
          visit(command, inside, operator === undefined ? connection : operator === '&&' ? 'and' : 'or');
        });
        return;
      case 'Pipeline': {
        const negates = node.prefixes.some(({ type }) => type === 'Negation');
        node.commands.forEach((command, index) => {
          visit(command, inside, index === 0 ? connection : 'pipe', negates);
        });
        return;
      }
      case 'Command':
        commands.push(simpleCommand(node, inside, connection, isNegated));
        break;
      case 'Subshell':
        visitList(node.body.commands, [...inside, 'subshell']);
        return;
      case 'BraceGroup':
        visitList(node.body.commands, [...inside, 'group']);
        return;
      case 'If':
      case 'Elif':
        visitList(node.clause.commands, [...inside, 'condition']);
        visitList(node.then.commands, [...inside, 'branch']);
        if (node.type === 'If') {
          for (const elif of node.elif) visit(elif, inside, 'first');
          visitList(node.else?.commands ?? [], [...inside, 'branch']);
        }
        return;
      case 'While':
        visitList(node.clause.commands, [...inside, 'condition']);
        visitList(node.body.commands, [...inside, 'loop']);
        return;
      case 'CompoundList':
        visitList(node.commands, inside);
        return;
      case 'CaseItem':
        for (const pattern of node.pattern) visit(pattern, inside, 'first');
        visitList(node.body.commands, [...inside, 'branch']);
        return;
      case 'SimpleExpansion':
        addVariable(node, node.text.slice(1), node.pos + 1, undefined);
        return;
      case 'ParameterExpansion':
        addVariable(node, node.parameter, node.parameterPos, node.operation?.operator);
        break;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        visitSubstitution(node, inside);
        return;
      default:
        break;
    }
    const within = contextOf(node);
    forEachChild(node, (child) => visit(child, within ? [...inside, within] : inside, 'first'));
  }

  function addVariable(
    { pos, end }: { pos: number; end: number },
    name: string,
    namePos: number,
    modifier: string | undefined,
  ): void {
    variables.push({
      name,
      nameSpan: spanOf(namePos, namePos + name.length),
      span: spanOf(pos, end),
      modifier,
    });
  }

  function visitSubstitution(
    node: { script: ParsedScript | undefined; pos: number; end: number },
    inside: readonly ShellContext[],
  ): void {
    if (!node.script) return;
    const outer = fixed;
    if (node.script.source !== undefined) fixed ??= spanOf(node.pos, node.end);
    visitScript(node.script, [...inside, 'substitution']);
    fixed = outer;
  }

  function simpleCommand(
    node: Command,
    inside: readonly ShellContext[],
    connection: ShellConnection,
    isNegated: boolean,
  ): ShellCommand {
    const { name, args, prefix, redirects } = node;
    return {
      name: name?.value,
      nameSpan: name && spanOf(name.pos, name.end),
      args: args.map((argument) => shellWord(argument)),
      connection,
      inside,
      isNegated,
      assignments: prefix.filter((each) => each.type === 'Assignment').map(assignment),
      redirects: redirects.map(redirect),
      span: spanOf(node.pos, node.end),
    };
  }

  function shellWord(node: Word | Assignment): ShellWord {
    const span = spanOf(node.pos, node.end);
    if (node.type === 'Word') return { text: node.value, span, isStatic: isStatic(node.parts) };
    const { value } = node;
    const text = value.type === 'Word' ? `${node.name}${node.append ? '+=' : '='}${value.value}` : node.text;
    return { text, span, isStatic: value.type === 'Word' && isStatic(value.parts) };
  }

  function assignment(node: Assignment): ShellAssignment {
    const { name, value, pos, end } = node;
    return {
      name,
      nameSpan: spanOf(pos, pos + name.length),
      value: value.type === 'Word' ? shellWord(value) : undefined,
      span: spanOf(pos, end),
    };
  }

  function redirect(node: Redirection): ShellRedirect {
    const target = node.type === 'HereDoc' ? undefined : node.target;
    return {
      operator: node.operator,
      descriptor: node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined,
      target: target && shellWord(target),
      span: spanOf(node.pos, node.end),
    };
  }
}

function contextOf(node: SyntaxNode): ShellContext | undefined {
  if (node.type === 'For' || node.type === 'Select' || node.type === 'ArithmeticFor') return 'loop';
  return node.type === 'Function' || node.type === 'Coproc' ? 'function' : undefined;
}

function isStatic(parts: readonly WordPart[] | undefined): boolean {
  return (parts ?? []).every((part) => {
    switch (part.type) {
      case 'DoubleQuoted':
      case 'LocaleString':
        return isStatic(part.parts);
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
      case 'Glob':
        return true;
      case 'BraceExpansion':
      case 'ExtendedGlob':
        return isStatic(part.parts);
      default:
        return false;
    }
  });
}
