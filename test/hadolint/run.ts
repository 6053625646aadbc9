/** A Dockerfile of one stage whose second line runs the commands. */
export function run(commands: string): string {
  return `FROM debian:12\nRUN ${commands}\n`;
}

export function onbuild(commands: string): string {
  return `FROM debian:12\nONBUILD RUN ${commands}\n`;
}
