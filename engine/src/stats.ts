import type { ContainerStats } from 'dockerode';
import { asking, request } from './connect';
import type { Engine } from './connect';
import { followLines } from './images';

/** What a container uses, as `docker stats` counts it. */
export interface Usage {
  /** Percent of one processor: 200 is two whole ones. */
  readonly cpu: number;
  /** Bytes, page cache not counted. */
  readonly memory: number;
  readonly memoryLimit: number;
  /** Bytes since it started. */
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  readonly processes: number;
}

/** Tells what a running container uses, about once a second, until it ends or `signal` aborts. */
export async function stats(
  engine: Engine,
  id: string,
  on: (usage: Usage) => void,
  signal: AbortSignal,
): Promise<void> {
  await asking(engine, async () => {
    try {
      const path = `/containers/${encodeURIComponent(id)}/stats`;
      const answer = await request(engine, { method: 'GET', path, query: { stream: '1' }, signal });
      await followLines(answer, (message) => {
        const usage = usageOf(message as unknown as ContainerStats);
        if (usage) on(usage);
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
}

/** Undefined for the message of a container that has ended. */
export function usageOf(stats: ContainerStats): Usage | undefined {
  const { cpu_stats: cpu, precpu_stats: before, memory_stats: memory } = stats as Partial<ContainerStats>;
  // The first message has nothing to compare with, the last one nothing at all.
  if (!cpu || !memory?.usage) return undefined;
  const used = cpu.cpu_usage.total_usage - (before?.cpu_usage.total_usage ?? 0);
  const passed = (cpu.system_cpu_usage || 0) - (before?.system_cpu_usage || 0);
  const processors = cpu.online_cpus || 1;
  const { total_inactive_file, inactive_file } = Object(memory.stats) as Record<string, number | undefined>;
  const cache = total_inactive_file ?? inactive_file ?? 0;
  const networks = Object.values((stats.networks as ContainerStats['networks'] | undefined) ?? {});
  const blocks = stats.blkio_stats?.io_service_bytes_recursive;
  const bytes = (kind: string) =>
    ((blocks as { op: string; value: number }[] | null | undefined) ?? [])
      .filter(({ op }) => op.toLowerCase() === kind)
      .reduce((sum, { value }) => sum + value, 0);
  return {
    cpu: used > 0 && passed > 0 ? (used / passed) * processors * 100 : 0,
    memory: cache < memory.usage ? memory.usage - cache : memory.usage,
    memoryLimit: memory.limit,
    received: networks.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sent: networks.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
    read: bytes('read'),
    written: bytes('write'),
    processes: (stats.pids_stats as { current?: number } | undefined)?.current ?? 0,
  };
}
