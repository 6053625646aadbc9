import { asking } from './connect';
import type { Engine } from './connect';

/** What a prune would take away, or took. */
export interface PrunePreview {
  readonly images: readonly { id: string; names: readonly string[]; bytes: number }[];
  readonly containers: readonly { id: string; name: string; bytes: number }[];
  readonly cache: { readonly records: number; readonly bytes: number };
}

export interface PruneOptions {
  /** Every image that no container uses, not only those without a name. */
  readonly allImages?: boolean;
  readonly images?: boolean;
  readonly containers?: boolean;
  readonly cache?: boolean;
}

/** The engine's own account of disk use (`GET /system/df`), as far as a prune asks for it. */
interface DiskUsage {
  Images:
    { Id: string; RepoTags: string[] | null; Size: number; SharedSize: number; Containers: number }[] | null;
  Containers: { Id: string; Names: string[]; State: string; SizeRw?: number }[] | null;
  BuildCache: { InUse: boolean; Shared: boolean; Size: number }[] | null;
}

/** What `prune` with the same options would remove now. */
export function prunePreview(engine: Engine, options: PruneOptions): Promise<PrunePreview> {
  return asking(engine, async () => {
    const usage = (await engine.docker.df()) as DiskUsage;
    const unused = (usage.Images ?? []).filter(
      ({ Containers, RepoTags }) =>
        Containers < 1 && (options.allImages || (RepoTags ?? []).every((name) => name === '<none>:<none>')),
    );
    const ended = (usage.Containers ?? []).filter(({ State }) =>
      ['exited', 'dead', 'created'].includes(State),
    );
    const records = (usage.BuildCache ?? []).filter(({ InUse, Shared }) => !InUse && !Shared);
    return {
      images: options.images
        ? unused.map(({ Id, RepoTags, Size, SharedSize }) => ({
            id: Id,
            names: (RepoTags ?? []).filter((name) => name !== '<none>:<none>'),
            bytes: Size - Math.max(0, SharedSize),
          }))
        : [],
      containers: options.containers
        ? ended.map(({ Id, Names, SizeRw }) => ({
            id: Id,
            name: Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12),
            bytes: SizeRw ?? 0,
          }))
        : [],
      cache: options.cache
        ? { records: records.length, bytes: records.reduce((sum, { Size }) => sum + Size, 0) }
        : { records: 0, bytes: 0 },
    };
  });
}

/** Removes it; gives the bytes that the engine says came free. */
export function prune(engine: Engine, options: PruneOptions): Promise<number> {
  return asking(engine, async () => {
    const { docker } = engine;
    let freed = 0;
    const count = ({ SpaceReclaimed }: { SpaceReclaimed?: number }) => (freed += SpaceReclaimed ?? 0);
    // Containers first: an image in use is kept.
    if (options.containers) count(await docker.pruneContainers());
    if (options.images) {
      count(await docker.pruneImages({ filters: { dangling: [String(!options.allImages)] } }));
    }
    if (options.cache) count(await docker.pruneBuilder());
    return freed;
  });
}
