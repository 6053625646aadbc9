import { environmentBefore } from '../dockerfile/environment';
import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Mapped } from '../dockerfile/tree';

/** A script of a Dockerfile as ShellCheck gets it. */
export interface ShellcheckScript {
  /** ShellCheck's name of the shell. */
  readonly shell: 'sh' | 'bash' | 'dash' | 'ksh';
  /** One line that declares the variables of the builder, then the script. */
  readonly text: string;
  /** The script as it stands in the file: line 2 and what follows in `text`. */
  readonly source: Mapped;
}

const shells: Readonly<Record<string, ShellcheckScript['shell']>> = {
  sh: 'sh',
  ash: 'dash',
  dash: 'dash',
  bash: 'bash',
  ksh: 'ksh',
  mksh: 'ksh',
};

/** The scripts of all RUNs in shell form, heredocs included, and of those that wait in ONBUILD. */
export function shellcheckScripts(dockerfile: Dockerfile): readonly ShellcheckScript[] {
  return dockerfile.instructions.flatMap((instruction) => {
    if ((instruction.trigger ?? instruction).name !== 'RUN') return [];
    const { interpreter = '', script } = shellOf(dockerfile, instruction) ?? {};
    const shell = shells[interpreter];
    if (shell === undefined || script === undefined || script.text.trim() === '') return [];
    const names = [...environmentBefore(dockerfile, instruction).keys()].filter((name) =>
      /^[A-Za-z_]\w*$/.test(name),
    );
    // A value that ShellCheck cannot foresee: it must not conclude that quotes are needless.
    const declared = names.sort().map((name) => ` ${name}="$1"`);
    const header = declared.length === 0 ? '' : `export${declared.join('')}`;
    return { shell, text: `${header}\n${script.text}\n`, source: script };
  });
}
