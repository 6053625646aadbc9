/** A signal that STOPSIGNAL accepts, with its number on Linux (x86 and ARM). */
export interface SignalReference {
  readonly name: string;
  readonly number: number;
  readonly summary: string;
  /** Worth offering for STOPSIGNAL: programs end cleanly on it. */
  readonly usual?: boolean;
}

/** The usual ones first. SIGRTMIN+1 to +15 and SIGRTMAX-1 to -14 are accepted besides. */
export const signals: readonly SignalReference[] = [
  {
    name: 'SIGTERM',
    number: 15,
    summary: 'Asks the program to end: what docker stop sends by default',
    usual: true,
  },
  { name: 'SIGQUIT', number: 3, summary: 'Ends nginx and PHP-FPM after the running requests', usual: true },
  {
    name: 'SIGINT',
    number: 2,
    summary: 'As Ctrl-C: PostgreSQL ends fast, Python raises KeyboardInterrupt',
    usual: true,
  },
  {
    name: 'SIGWINCH',
    number: 28,
    summary: 'The terminal changed size; Apache ends after the running requests',
    usual: true,
  },
  { name: 'SIGRTMIN+3', number: 37, summary: 'Lets systemd shut down', usual: true },
  {
    name: 'SIGHUP',
    number: 1,
    summary: 'The terminal is gone; many daemons read their configuration again',
    usual: true,
  },
  { name: 'SIGUSR1', number: 10, summary: 'Whatever the program makes of it', usual: true },
  { name: 'SIGUSR2', number: 12, summary: 'Whatever the program makes of it', usual: true },
  { name: 'SIGKILL', number: 9, summary: 'Ends the program at once; it cannot clean up', usual: true },
  { name: 'SIGABRT', number: 6, summary: 'The program gave up' },
  { name: 'SIGALRM', number: 14, summary: 'A timer ran out' },
  { name: 'SIGBUS', number: 7, summary: 'An address in memory cannot be used' },
  { name: 'SIGCHLD', number: 17, summary: 'A child process ended' },
  { name: 'SIGCLD', number: 17, summary: 'Another name of SIGCHLD' },
  { name: 'SIGCONT', number: 18, summary: 'Go on after a stop' },
  { name: 'SIGFPE', number: 8, summary: 'A calculation failed' },
  { name: 'SIGILL', number: 4, summary: 'Not an instruction of this processor' },
  { name: 'SIGIO', number: 29, summary: 'Input or output is possible' },
  { name: 'SIGIOT', number: 6, summary: 'Another name of SIGABRT' },
  { name: 'SIGPIPE', number: 13, summary: 'Nobody reads what is written' },
  { name: 'SIGPOLL', number: 29, summary: 'Another name of SIGIO' },
  { name: 'SIGPROF', number: 27, summary: 'The profiler’s timer ran out' },
  { name: 'SIGPWR', number: 30, summary: 'The power fails' },
  { name: 'SIGSEGV', number: 11, summary: 'The program used memory that is not its own' },
  { name: 'SIGSTKFLT', number: 16, summary: 'Fault of a coprocessor’s stack; unused' },
  { name: 'SIGSTOP', number: 19, summary: 'Halts the program; it cannot refuse' },
  { name: 'SIGSYS', number: 31, summary: 'No such system call' },
  { name: 'SIGTRAP', number: 5, summary: 'A breakpoint was reached' },
  { name: 'SIGTSTP', number: 20, summary: 'As Ctrl-Z: halts the program' },
  { name: 'SIGTTIN', number: 21, summary: 'A background program wants to read from the terminal' },
  { name: 'SIGTTOU', number: 22, summary: 'A background program wants to write to the terminal' },
  { name: 'SIGURG', number: 23, summary: 'Urgent data at a socket' },
  { name: 'SIGVTALRM', number: 26, summary: 'A timer of processor time ran out' },
  { name: 'SIGXCPU', number: 24, summary: 'The limit of processor time is reached' },
  { name: 'SIGXFSZ', number: 25, summary: 'The limit of file size is reached' },
  { name: 'SIGRTMIN', number: 34, summary: 'The first real-time signal' },
  { name: 'SIGRTMAX', number: 64, summary: 'The last real-time signal' },
];
