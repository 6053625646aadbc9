import type { Dockerfile, Heredoc, Instruction, Mapped } from './tree';
import { isHeredocWord } from './heredoc-operators';

/** What a shell or another interpreter gets to run, with the way back to the file. */
export interface ShellSource {
  readonly script: Mapped;
  /** The interpreter that the script itself names in its first line, e.g. `python3`. */
  readonly shebang: string | undefined;
}

/** The script of a RUN, CMD or ENTRYPOINT in shell form, or of HEALTHCHECK CMD; heredocs are part of it. */
export function shellSource(dockerfile: Dockerfile, instruction: Instruction): ShellSource | undefined {
  const command = commandWord(instruction);
  if (!command) return undefined;
  const [first] = instruction.heredocs;
  if (!first || instruction.name !== 'RUN') return { script: command, shebang: undefined };
  if (isHeredocWord(command.text)) {
    const script = heredocBody(dockerfile, first);
    return { script, shebang: shebangOf(script.text) };
  }
  return { script: withHeredocs(dockerfile, command, instruction.heredocs), shebang: undefined };
}

function commandWord(instruction: Instruction): Mapped | undefined {
  const { name, words } = instruction;
  if (name === 'HEALTHCHECK') return words[0]?.value.toUpperCase() === 'CMD' ? words[1] : undefined;
  return name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT' ? words[0] : undefined;
}

/** A heredoc's body as it stands in the file, tabs included. Carriage returns read as blanks, so that offsets hold. */
export function heredocBody(dockerfile: Dockerfile, heredoc: Heredoc): Mapped {
  const { bodySpan } = heredoc;
  const text = dockerfile.text.slice(bodySpan.start, bodySpan.end).replace(/\r(?=\n)/g, ' ');
  return { text, span: bodySpan, at: (index) => Math.min(bodySpan.start + index, bodySpan.end) };
}

/** `cat <<EOF >x` goes to the shell with its heredocs below, as the builder puts it together. */
function withHeredocs(dockerfile: Dockerfile, command: Mapped, heredocs: readonly Heredoc[]): Mapped {
  const pieces: { start: number; length: number; offset: number }[] = [];
  let text = `${command.text}\n`;
  for (const heredoc of heredocs) {
    const body = heredocBody(dockerfile, heredoc);
    const end = heredoc.terminatorSpan?.start ?? body.span.end;
    pieces.push({ start: text.length, length: body.text.length, offset: body.span.start });
    text += body.text;
    pieces.push({ start: text.length, length: heredoc.name.length + 1, offset: end });
    text += `${heredoc.name}\n`;
  }
  const last = heredocs.at(-1);
  const end = last?.terminatorSpan?.end ?? last?.bodySpan.end ?? command.span.end;
  return {
    text,
    span: { start: command.span.start, end },
    at(index) {
      if (index <= command.text.length) return command.at(index);
      const piece = pieces.findLast(({ start }) => start <= index);
      return piece ? Math.min(piece.offset + index - piece.start, end) : command.span.end;
    },
  };
}

function shebangOf(text: string): string | undefined {
  const match = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  if (!match) return undefined;
  const [, program = '', argument] = match;
  return baseName(baseName(program) === 'env' && argument !== undefined ? argument : program);
}

/** `/bin/bash` and `bash.exe` are `bash`. */
export function baseName(program: string): string {
  const name = program.split(/[/\\]/).at(-1) ?? program;
  return name.replace(/\.exe$/i, '');
}
