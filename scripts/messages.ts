import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Every message that a user may read, for l10n/bundle.l10n.json: the first arguments of `t(…)` and `vscode.l10n.t(…)`,
 * and the sentences of the reference, which features hand to `t` when they show them. Sorted.
 */
export function messages(root: string): string[] {
  const found = new Set<string>();
  for (const folder of ['client/src', 'server/src', 'engine/src']) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts')) continue;
      const source = readFileSync(join(root, folder, path), 'utf8');
      const isReference = join(folder, path).startsWith(join('server/src/reference'));
      collect(ts.createSourceFile(path, source, ts.ScriptTarget.Latest), isReference, found);
    }
  }
  return [...found].sort();
}

function collect(node: ts.Node, isReference: boolean, found: Set<string>): void {
  if (ts.isCallExpression(node) && /^(t|vscode\.l10n\.t)$/.test(nameOf(node.expression))) {
    const [message] = node.arguments;
    if (message && ts.isStringLiteralLike(message)) found.add(message.text);
  }
  if (isReference && ts.isStringLiteralLike(node) && isSentence(node.text)) found.add(node.text);
  node.forEachChild((child) => {
    collect(child, isReference, found);
  });
}

function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression)
    ? `${nameOf(expression.expression)}.${expression.name.text}`
    : '';
}

/** Text for people, not an example, a name or an address. */
function isSentence(text: string): boolean {
  return /^[A-Z*`“][^\n]* [^\n]*$/.test(text) && !/^[A-Z]+ [[<$"-]/.test(text);
}
