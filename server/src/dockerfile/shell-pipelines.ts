import { forEachChild, type ParsedScript, type Statement, type SyntaxNode } from 'unbash';
import type { Mapped, Span } from './tree';
import { spanIn } from './variables';

/** `a | b | c`: its parts in order, wherever in a script it stands. */
export interface ShellPipeline {
  readonly span: Span;
  readonly parts: readonly Span[];
}

/** Every pipeline of at least two parts, those in substitutions included; offsets are those that `source` maps to. */
export function shellPipelines(script: ParsedScript, source: Mapped): ShellPipeline[] {
  const found: ShellPipeline[] = [];
  // Where escaped backticks have a text of their own, all positions stand for the whole substitution.
  let fixed: Span | undefined;
  visitAll(script.commands);
  return found;

  function visitAll(statements: readonly Statement[]): void {
    for (const { command } of statements) visit(command);
  }

  function spanOf({ pos, end }: { readonly pos: number; readonly end: number }): Span {
    return fixed ?? spanIn(source, pos, end);
  }

  function visit(node: SyntaxNode): void {
    if (node.type === 'Pipeline' && node.commands.length > 1) {
      found.push({ span: spanOf(node), parts: node.commands.map(spanOf) });
    }
    const isSubstitution =
      node.type === 'CommandExpansion' ||
      node.type === 'ProcessSubstitution' ||
      node.type === 'ArithmeticCommandExpansion';
    if (!isSubstitution) {
      forEachChild(node, visit);
    } else if (node.script) {
      const outer = fixed;
      if (node.script.source !== undefined) fixed ??= spanOf(node);
      visitAll(node.script.commands);
      fixed = outer;
    }
  }
}
