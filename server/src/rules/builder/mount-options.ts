/** What `RUN --mount` knows (frontend/dockerfile/instructions/commands_runmount.go). */
export const mountTypes: ReadonlySet<string> = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);

export const sharingModes: ReadonlySet<string> = new Set(['shared', 'private', 'locked']);

/** The options that BuildKit suggests in place of an unknown one. */
export const mountKeys: ReadonlySet<string> = new Set(
  'type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env'.split(
    ' ',
  ),
);

/** Secrets have a usual place, and SSH agents a socket. */
export function needsTarget(type: string): boolean {
  return type === 'bind' || type === 'cache' || type === 'tmpfs';
}
