import type { CompletionItem } from 'vscode-languageserver-types';
import { directives } from '../reference/directives';
import { instructions } from '../reference/instructions';
import { mounts } from '../reference/mounts';
import { rules } from '../rules';
import type { Subject } from './completion/item';
import { directiveHelp } from './hover/directive';
import { flagHelp } from './hover/flag';
import { instructionHelp } from './hover/instruction';
import { mountHelp, mountKeyHelp } from './hover/mount';
import { ruleHelp } from './hover/suppression';

/** The item with its documentation: what a hover on the same thing says. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const value = isSubject(item.data) ? documentationOf(item.data) : undefined;
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

/** An editor sends back what it was given; whatever else arrives has no documentation. */
function isSubject(data: unknown): data is Subject {
  return typeof data === 'object' && data !== null && 'kind' in data && 'name' in data;
}

function documentationOf(subject: Subject): string | undefined {
  switch (subject.kind) {
    case 'instruction': {
      const found = instructions.find(({ name }) => name === subject.name);
      return found && instructionHelp(found);
    }
    case 'flag': {
      const instruction = instructions.find(({ name }) => name === subject.instruction);
      const found = instruction?.flags.find(({ name }) => name === subject.name);
      return found && flagHelp(found);
    }
    case 'mount': {
      const found = mounts.find(({ type }) => type === subject.name);
      return found && mountHelp(found);
    }
    case 'mount-key': {
      const mount = mounts.find(({ type }) => type === subject.mount);
      const key = mount?.keys.find(({ name }) => name === subject.name);
      return mount && key && mountKeyHelp(key, mount);
    }
    case 'directive': {
      const found = directives.find(({ name }) => name === subject.name);
      return found && directiveHelp(found);
    }
    case 'rule': {
      const found = rules.find(({ id }) => id === subject.name);
      return found && ruleHelp(found);
    }
    default:
      return undefined;
  }
}
