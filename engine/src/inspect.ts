import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode';
import { asking } from './connect';
import type { Engine } from './connect';

/** What an image tells a container to be, or what a container is. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** In order; a later one of the same name would win. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly user: string;
  readonly workdir: string;
  /** E.g. `8080/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** As in HEALTHCHECK; times in seconds. */
  readonly healthcheck: Healthcheck | undefined;
  readonly shell: readonly string[];
  /** The instructions that a build upon this image begins with. */
  readonly onbuild: readonly string[];
}

export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

export interface ImageInspection {
  readonly id: string;
  readonly tags: readonly string[];
  /** By which registries know it, e.g. `node@sha256:…`. */
  readonly digests: readonly string[];
  /** As in `--platform`. */
  readonly platform: string;
  /** ISO date; undefined where the image bears none. */
  readonly created: string | undefined;
  /** Bytes. */
  readonly size: number;
  readonly config: ImageConfig;
  /** What a container runs when nothing is said: ENTRYPOINT and CMD together. */
  readonly command: readonly string[];
  /** Digests of the layers, the base's first. */
  readonly layers: readonly string[];
  readonly raw: unknown;
}

export interface ContainerInspection {
  readonly id: string;
  readonly name: string;
  /** As it was named when the container was made. */
  readonly image: string;
  readonly imageId: string;
  readonly created: string;
  readonly state: {
    readonly status: string;
    readonly exitCode: number;
    /** ISO dates. */
    readonly started: string | undefined;
    readonly finished: string | undefined;
    /** The engine's own words about why it could not start. */
    readonly error: string;
    readonly outOfMemory: boolean;
    readonly health: string | undefined;
  };
  readonly config: ImageConfig;
  readonly command: readonly string[];
  readonly ports: readonly { container: number; protocol: string; host?: number; hostIp?: string }[];
  readonly mounts: readonly { type: string; source: string; target: string; readOnly: boolean }[];
  readonly networks: readonly { name: string; address: string }[];
  readonly tty: boolean;
  /** What `run` said otherwise than the image; undefined where the image is gone. */
  readonly changes: readonly ConfigChange[] | undefined;
  readonly raw: unknown;
}

/** A difference between two configurations; undefined where it is not there at all. */
export interface ConfigChange {
  /** E.g. `ENV PORT`, `CMD`, `LABEL maintainer`. */
  readonly what: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** @throws EngineError `not-found` */
export function inspectImage(engine: Engine, reference: string): Promise<ImageInspection> {
  return asking(engine, async () => arrangeImage(await engine.docker.getImage(reference).inspect()));
}

/** The configuration of an image that the engine has; undefined where it has none of this name. */
export async function imageConfig(engine: Engine, reference: string): Promise<ImageConfig | undefined> {
  try {
    return (await inspectImage(engine, reference)).config;
  } catch (error) {
    if ((error as { code?: string }).code === 'not-found') return undefined;
    throw error;
  }
}

/** @throws EngineError `not-found` */
export function inspectContainer(engine: Engine, id: string): Promise<ContainerInspection> {
  return asking(engine, async () => {
    const raw = await engine.docker.getContainer(id).inspect();
    const image = await imageConfig(engine, raw.Image);
    const config = arrangeConfig(raw.Config);
    const networks = Object.entries(raw.NetworkSettings.Networks);
    return {
      id: raw.Id,
      name: raw.Name.replace(/^\//, ''),
      image: raw.Config.Image,
      imageId: raw.Image,
      created: raw.Created,
      state: {
        status: raw.State.Status,
        exitCode: raw.State.ExitCode,
        started: time(raw.State.StartedAt),
        finished: time(raw.State.FinishedAt),
        error: raw.State.Error,
        outOfMemory: raw.State.OOMKilled,
        health: raw.State.Health?.Status,
      },
      config,
      command: [raw.Path, ...raw.Args],
      ports: portsOf(raw),
      mounts: raw.Mounts.map(({ Type, Name, Source, Destination, RW }) => ({
        type: Type,
        source: Name ?? Source,
        target: Destination,
        readOnly: !RW,
      })),
      networks: networks.map(([name, { IPAddress }]) => ({ name, address: IPAddress })),
      tty: raw.Config.Tty,
      changes: image && configChanges(image, config),
      raw,
    };
  });
}

export interface ImageComparison {
  readonly config: readonly ConfigChange[];
  /** How many layers, from the base on, are the same. */
  readonly sharedLayers: number;
  readonly layers: { readonly before: number; readonly after: number };
  /** Bytes. */
  readonly size: { readonly before: number; readonly after: number };
}

export function compareImages(before: ImageInspection, after: ImageInspection): ImageComparison {
  const differs = before.layers.findIndex((layer, index) => layer !== after.layers[index]);
  return {
    config: configChanges(before.config, after.config),
    sharedLayers: differs === -1 ? before.layers.length : differs,
    layers: { before: before.layers.length, after: after.layers.length },
    size: { before: before.size, after: after.size },
  };
}

/** What differs, in the order in which one reads a configuration. */
export function configChanges(before: ImageConfig, after: ImageConfig): ConfigChange[] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names]
    .filter((name) => old.get(name) !== now.get(name))
    .map((what) => ({ what, before: old.get(what), after: now.get(what) }));
}

/** The command line that ENTRYPOINT and CMD make together. */
export function resultingCommand({ entrypoint, cmd }: Pick<ImageConfig, 'entrypoint' | 'cmd'>): string[] {
  return [...entrypoint, ...cmd];
}

/** A configuration as the instructions that would say it. */
function settingsOf(config: ImageConfig): Map<string, string> {
  const list = (words: readonly string[]) => (words.length === 0 ? undefined : JSON.stringify(words));
  const entries: [string, string | undefined][] = [
    ['ENTRYPOINT', list(config.entrypoint)],
    ['CMD', list(config.cmd)],
    ...config.env.map(({ name, value }): [string, string] => [`ENV ${name}`, value]),
    ['USER', config.user || undefined],
    ['WORKDIR', config.workdir || undefined],
    ...config.ports.map((port): [string, string] => [`EXPOSE ${port}`, '']),
    ...config.volumes.map((volume): [string, string] => [`VOLUME ${volume}`, '']),
    ...Object.entries(config.labels).map(([name, value]): [string, string] => [`LABEL ${name}`, value]),
    ['STOPSIGNAL', config.stopSignal || undefined],
    ['HEALTHCHECK', config.healthcheck && JSON.stringify(config.healthcheck)],
    ['SHELL', list(config.shell)],
  ];
  return new Map(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function arrangeImage(raw: ImageInspectInfo): ImageInspection {
  // Engines leave out what is empty, whatever the declared types say.
  const { Id, RepoTags, RepoDigests, Os, Architecture, Created, Size, RootFS, Config } =
    raw as Partial<ImageInspectInfo>;
  const { Variant } = raw as { Variant?: string };
  const config = arrangeConfig(Config);
  return {
    id: Id ?? '',
    tags: RepoTags ?? [],
    digests: RepoDigests ?? [],
    platform: [Os, Architecture, Variant].filter(Boolean).join('/'),
    created: time(Created),
    size: Size ?? 0,
    config,
    command: resultingCommand(config),
    layers: RootFS?.Layers ?? [],
    raw,
  };
}

/** The `Config` of an image or a container, as the engine's API has it. */
interface RawConfig {
  Entrypoint?: string | string[] | null;
  Cmd?: string[] | null;
  Env?: string[] | null;
  User?: string;
  WorkingDir?: string;
  ExposedPorts?: Record<string, unknown> | null;
  Volumes?: Record<string, unknown> | null;
  Labels?: Record<string, string> | null;
  StopSignal?: string;
  Healthcheck?: {
    Test?: string[];
    Interval?: number;
    Timeout?: number;
    StartPeriod?: number;
    Retries?: number;
  };
  Shell?: string[] | null;
  OnBuild?: string[] | null;
}

function arrangeConfig(config: unknown): ImageConfig {
  const raw = Object(config) as RawConfig;
  const { Healthcheck: health } = raw;
  const seconds = (nanoseconds = 0) => nanoseconds / 1e9;
  return {
    entrypoint: typeof raw.Entrypoint === 'string' ? [raw.Entrypoint] : (raw.Entrypoint ?? []),
    cmd: raw.Cmd ?? [],
    env: (raw.Env ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? { name: pair, value: '' }
        : { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
    }),
    user: raw.User ?? '',
    workdir: raw.WorkingDir ?? '',
    ports: Object.keys(raw.ExposedPorts ?? {}),
    volumes: Object.keys(raw.Volumes ?? {}),
    labels: raw.Labels ?? {},
    stopSignal: raw.StopSignal ?? '',
    healthcheck: health && {
      test: health.Test ?? [],
      interval: seconds(health.Interval),
      timeout: seconds(health.Timeout),
      startPeriod: seconds(health.StartPeriod),
      retries: health.Retries ?? 0,
    },
    shell: raw.Shell ?? [],
    onbuild: raw.OnBuild ?? [],
  };
}

function portsOf(raw: ContainerInspectInfo): ContainerInspection['ports'] {
  return Object.entries(raw.NetworkSettings.Ports).flatMap(([port, bindings]) => {
    const [container, protocol = 'tcp'] = port.split('/');
    const exposed = { container: Number(container), protocol };
    // An exposed port that is not published has no bindings at all.
    const published = bindings as { HostIp: string; HostPort: string }[] | null;
    return published && published.length > 0
      ? published.map(({ HostIp, HostPort }) => ({ ...exposed, host: Number(HostPort), hostIp: HostIp }))
      : [exposed];
  });
}

/** Undefined for Go's zero time, which stands for never. */
function time(iso: string | undefined): string | undefined {
  return iso === undefined || iso === '' || iso.startsWith('0001-01-01') ? undefined : iso;
}
