/** How a command ends: 0 nothing found or done, 1 findings or failure of the thing asked for, 2 could not run. */
export type ExitCode = 0 | 1 | 2;

/** Where a command writes; standard output is a file, a pipe or a terminal. */
export interface Output {
  /** Writes text and a line break to standard output; nothing for an empty text. */
  print(text: string): void;
  /** One sentence on standard error, with the program's name before it. */
  complain(sentence: string): void;
  readonly colour: boolean;
}

export function processOutput(noColour: boolean): Output {
  return {
    print: (text) => text && process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    complain: (sentence) =>
      process.stderr.write(`strata: ${sentence.replace(/[\u0000-\u001f\u007f]+/g, ' ')}\n`),
    colour: !noColour && !process.env['NO_COLOR'] && process.stdout.isTTY,
  };
}
