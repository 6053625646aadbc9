/** Milliseconds of processor time that `run` takes: unlike time on the clock, it does not grow on a busy machine. */
export function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
