import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver-types';
import { mounts } from '../reference/mounts';
import { jsonArray } from '../dockerfile/json-array';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import type { InstructionForm } from '../reference/instruction';
import { instructions } from '../reference/instructions';
import { t } from '../text';
import { cursorIn, type Cursor } from './completion/cursor';

/** The forms of the instruction that is being typed, and which part of it the cursor is in. */
export function signatureHelp(dockerfile: Dockerfile, offset: number): SignatureHelp | undefined {
  const instruction = actingAt(dockerfile, offset);
  if (!instruction) return undefined;
  const cursor = cursorIn(dockerfile, instruction, offset, {});
  const typedMount = /^--mount=(.*)$/.exec(cursor.typed)?.[1];
  if (instruction.name === 'RUN' && cursor.inFlags && typedMount !== undefined)
    return mountSignature(typedMount);
  const reference = instructions.find(({ name }) => name === instruction.name);
  if (!reference) return undefined;
  const forms = reference.forms;
  const activeSignature = Math.max(0, activeForm(forms, cursor));
  const form = forms[activeSignature];
  return {
    signatures: forms.map(({ syntax, summary, parameters }) => ({
      label: syntax,
      documentation: { kind: 'markdown', value: t(summary) },
      parameters: parameters.map((parameter) => information(parameter.label, parameter.summary)),
    })),
    activeSignature,
    activeParameter: form ? activeParameter(form, cursor, offset) : 0,
  };
}

function actingAt({ instructions: all, lines }: Dockerfile, offset: number): Instruction | undefined {
  const line = lines.lineAt(offset);
  const found = all.findLast(({ span, lastLogicalLine }) => span.start <= offset && line <= lastLogicalLine);
  const acting = found?.trigger && offset > found.trigger.keywordSpan.end ? found.trigger : found;
  return acting && offset > acting.keywordSpan.end ? acting : undefined;
}

function information(label: string, summary: string): ParameterInformation {
  return { label, documentation: { kind: 'markdown', value: t(summary) } };
}

/** The form whose beginning fits what is typed behind the flags. */
function activeForm(forms: readonly InstructionForm[], { words, typed, instruction }: Cursor): number {
  const head = words[0] ?? typed;
  const has = (sign: string): number => forms.findIndex(({ syntax }) => syntax.includes(sign));
  if (head.startsWith('[')) return has('["');
  if (head.startsWith('<<')) return has('<<');
  if (instruction.name === 'HEALTHCHECK' && /^n/i.test(head)) return has('NONE');
  if (instruction.name === 'FROM') return words.length > 0 ? 0 : forms.length - 1;
  if (instruction.name === 'ARG') return head === '' || head.includes('=') ? 0 : 1;
  return 0;
}

/** The last parameter goes on for ever: `source…`, `key=value…`; COPY's destination is the last word, whichever it is. */
function activeParameter({ parameters }: InstructionForm, cursor: Cursor, offset: number): number {
  const { words, typed, inFlags, instruction } = cursor;
  const first = parameters.findIndex(({ label }) => !label.startsWith('[flags') && !label.startsWith('--'));
  const last = parameters.length - 1;
  if (inFlags && typed.startsWith('-') && first > 0) return 0;
  const array = jsonArray(instruction);
  if (array && array.span.start < offset) {
    const finished = array.strings.filter(({ end }) => end < offset).length;
    return Math.min(first + finished, last);
  }
  switch (instruction.name) {
    case 'COPY':
    case 'ADD':
      return words.length > 0 ? last : first;
    case 'FROM':
      return Math.min(first + (words.length > 1 ? 1 : 0), last);
    case 'HEALTHCHECK':
      return words.length > 0 ? last : 0;
    case 'ENV':
    case 'LABEL':
      return words.length > 0 && !typed.includes('=') ? last : typed.includes('=') ? 1 : 0;
    case 'ARG':
      return words.length > 0 ? last : typed.includes('=') ? 1 : 0;
    case 'EXPOSE':
      return words.length > 0 ? last : typed.includes('/') ? 1 : 0;
    case 'USER':
      return typed.includes(':') ? 1 : 0;
    default:
      return first < 0 ? 0 : first;
  }
}

function mountSignature(value: string): SignatureHelp | undefined {
  const fields = value.split(',');
  const type = fields.find((field) => field.startsWith('type='))?.slice('type='.length) ?? 'bind';
  const mount = mounts.find((each) => each.type === type);
  if (!mount) return undefined;
  const key = (fields.at(-1) ?? '').split('=')[0] ?? '';
  const labels = mount.keys.map(({ name, value: kind }) => (kind === 'boolean' ? name : `${name}=…`));
  const active = mount.keys.findIndex(({ name, aliases }) => name === key || aliases.includes(key));
  return {
    signatures: [
      {
        label: `--mount=type=${type},${labels.join(',')}`,
        documentation: { kind: 'markdown', value: t(mount.summary) },
        parameters: [
          information(`type=${type}`, mount.summary),
          ...mount.keys.map(({ summary }, index) => information(labels[index] ?? '', summary)),
        ],
      },
    ],
    activeSignature: 0,
    activeParameter: active + 1,
  };
}
