/**
 * What Strata's language server and its clients say to each other beyond LSP 3.17. Plain types and method names, so
 * that the client can import this file and nothing else of the server. Lines of `LayersView` are 1-based, since
 * people and `docker build` count so; ranges are LSP ranges (0-based, UTF-16).
 */

/** `initializationOptions`: all optional; the settings of section `strata` may stand beside them. */
export interface StrataInitializationOptions {
  /** The user trusts this workspace: engines and programs may be used. False until told otherwise. */
  readonly trusted?: boolean;
  /** The commands that this client has; code lenses and commands of hovers are offered only for these. */
  readonly commands?: readonly string[];
  /** This client answers `strata/fetch`: registries are asked through it. */
  readonly fetch?: boolean;
  /** English message → translation, VS Code's bundle. */
  readonly translations?: Readonly<Record<string, string>>;
  /** The settings without their prefix: `{ rules: {…} }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Same shape as in vscode-languageserver-types; kept here so that this file imports nothing. */
export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface TextDocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** Argument of the commands that a code lens carries. */
export interface StageArgument {
  readonly uri: string;
  /** Index of the stage, 0-based. */
  readonly stage: number;
  /** The stage's name, by which a stale lens finds its stage again. */
  readonly name?: string;
  /** How many stages there were: while there are as many, a stage without a name is found by its index. */
  readonly of?: number;
  /** Version of the document that the lens was made for. */
  readonly version: number;
}

/** Request, client → server. */
export const stagesRequest = 'strata/stages';

export interface StagesResult {
  /** Version of the document that was read. */
  readonly version: number;
  /** ARGs before the first FROM. */
  readonly globalArguments: readonly ArgumentInfo[];
  readonly stages: readonly StageInfo[];
}

export interface StageInfo {
  readonly index: number;
  readonly name?: string;
  /** From FROM to the end of the stage's last instruction. */
  readonly range: ProtocolRange;
  /** The image or stage of FROM with its arguments expanded, as far as they are known. */
  readonly image?: string;
  /** Index of the stage that this one continues, where FROM names a stage. */
  readonly parent?: number;
  /** Declared in this stage or one that it continues; a redeclared global ARG bears the global default. */
  readonly arguments: readonly ArgumentInfo[];
  /** ENV of this stage and those that it continues, last value of each name. */
  readonly environment: readonly VariableInfo[];
  readonly ports: readonly PortInfo[];
  readonly volumes: readonly string[];
  readonly secrets: readonly SecretInfo[];
  readonly ssh: readonly SshInfo[];
  readonly workingDirectory?: string;
  readonly user?: string;
  readonly entrypoint?: CommandInfo;
  readonly command?: CommandInfo;
}

export interface ArgumentInfo {
  readonly name: string;
  /** The default, expanded where that is possible without build arguments; undefined without one. */
  readonly default?: string;
  readonly range: ProtocolRange;
  /** The name looks like that of a secret: mask the value, never store it. */
  readonly secret: boolean;
}

export interface VariableInfo {
  readonly name: string;
  readonly value: string;
  readonly range: ProtocolRange;
  readonly secret: boolean;
}

export interface PortInfo {
  readonly port: number;
  /** Last port of a range. */
  readonly last?: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly range: ProtocolRange;
}

/** A `RUN --mount=type=secret`. */
export interface SecretInfo {
  readonly id: string;
  readonly required: boolean;
  readonly range: ProtocolRange;
}

/** A `RUN --mount=type=ssh`. */
export interface SshInfo {
  readonly id: string;
  readonly required: boolean;
  readonly range: ProtocolRange;
}

export interface CommandInfo {
  readonly form: 'exec' | 'shell';
  /** As written, without the keyword. */
  readonly text: string;
  /** What the container starts: the words of the exec form, or shell plus text. */
  readonly words: readonly string[];
  readonly range: ProtocolRange;
}

/** Request, client → server. */
export const contextRequest = 'strata/context';

/** The build context that a build of this file would send. */
export interface ContextResult {
  /** Absolute paths on the server's machine. */
  readonly context: string;
  readonly dockerfile: string;
  /** The ignore file in force: `<Dockerfile>.dockerignore` or `.dockerignore`. */
  readonly dockerignore?: string;
  /** Regular files and links that would be sent. */
  readonly files: number;
  readonly bytes: number;
  /** Files and folders left out; what lies in a folder that is left out whole is not counted. */
  readonly ignored: number;
  /** True when counting stopped at a limit: the figures are lower bounds. */
  readonly incomplete?: boolean;
}

/** Request, client → server. */
export const layersRequest = 'strata/layers';

export interface BuildChoices {
  readonly context?: string;
  readonly target?: string;
  readonly platform?: string;
  readonly builder?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

export interface LayersParams extends TextDocumentParams, BuildChoices {
  readonly noCache?: boolean;
  readonly pull?: boolean;
  /** The image that was built from this file last; without it the engine is searched for one. */
  readonly image?: string;
}

export interface LayersView {
  /** ISO date. */
  readonly computedAt: string;
  readonly dockerfile: string;
  readonly context?: string;
  /** The stage that would be built: its name, or its index as a string. */
  readonly target?: string;
  readonly builder: 'buildkit' | 'classic' | 'unknown';
  readonly basis: LayersBasis;
  readonly instructions: readonly LayerInstruction[];
  readonly totals: LayersTotals;
}

/** The build that the prediction compares with. */
export interface LayersBasis {
  readonly kind: 'record' | 'history' | 'image' | 'none';
  readonly image?: string;
  /** ISO date. */
  readonly builtAt?: string;
  readonly buildArgs?: readonly { readonly name: string; readonly changed: boolean }[];
  /** Why there is nothing to compare with, or what limits the comparison: one sentence. */
  readonly note?: string;
}

export interface LayerInstruction {
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Index of the stage; -1 before the first FROM. */
  readonly stage: number;
  /** Upper case. */
  readonly instruction: string;
  readonly text: string;
  /** Makes a filesystem layer, whatever the target. */
  readonly layer: boolean;
  readonly prediction?: LayerPrediction;
  readonly reason?: LayerReason;
  /** What would break this instruction's cache, for a person: shown when nothing is known of earlier builds. */
  readonly breaks?: string;
  readonly last?: 'cached' | 'ran' | 'failed';
  /** Bytes. */
  readonly size?: number;
  readonly seconds?: number;
  /** ISO date. */
  readonly createdAt?: string;
}

export type LayerPrediction = 'hit' | 'rebuild' | 'depends' | 'unknown' | 'not-built';

export interface LayerReason {
  readonly kind:
    | 'instruction-changed'
    | 'argument-changed'
    | 'environment-changed'
    | 'file-changed'
    | 'file-added'
    | 'file-removed'
    | 'mode-changed'
    | 'base-changed'
    | 'parent-rebuilt'
    | 'pruned'
    | 'never-built'
    | 'network-source'
    | 'no-cache'
    | 'maybe-changed'
    | 'copied-stage-rebuilt'
    | 'not-needed'
    | 'custom-frontend';
  /** One sentence for a person. */
  readonly message: string;
  /** Paths in the build context. */
  readonly files?: readonly string[];
  readonly argument?: string;
  /** The line that broke the cache first, 1-based. */
  readonly because?: number;
}

export interface LayersTotals {
  readonly hit: number;
  readonly rebuild: number;
  readonly depends: number;
  readonly unknown: number;
  /** Bytes. */
  readonly size?: number;
  readonly cachedSeconds?: number;
  readonly rebuildSeconds?: number;
}

/** Notification, client → server: what the user last chose for a Dockerfile; kept in memory only. */
export const choicesNotification = 'strata/choices';

export interface ChoicesParams extends BuildChoices {
  readonly uri: string;
}

/** Notification, client → server. */
export const trustNotification = 'strata/trust';

export interface TrustParams {
  readonly trusted: boolean;
}

/** Notification, server → client: the layers view of this document should be asked for again. */
export const layersChangedNotification = 'strata/layersChanged';

export interface LayersChangedParams {
  readonly uri: string;
}

/** Request, server → client: a request to a registry, made where the user's proxy and certificates are known. */
export const fetchRequest = 'strata/fetch';

export interface FetchParams {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A longer body is an error; counted after decompression. */
  readonly maxBytes: number;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  /** Private and local addresses may be asked: the user trusts this host by name. */
  readonly allowPrivate: boolean;
}

/** A redirect is an answer like any other: it is not followed. */
export type FetchResult =
  | {
      readonly status: number;
      /** Names in lower case; repeated headers are joined with commas. */
      readonly headers: Readonly<Record<string, string | undefined>>;
      readonly body: string;
    }
  | { readonly error: { readonly code: FetchErrorCode; readonly message: string } };

export type FetchErrorCode =
  | 'cancelled'
  | 'timeout'
  | 'offline'
  | 'certificate'
  | 'not-tls'
  | 'too-large'
  | 'private-address'
  | 'bad-answer';

/** Request, client → server: searches Docker Hub, because the user chose to. */
export const searchImagesRequest = 'strata/searchImages';

export interface SearchImagesParams {
  readonly text: string;
}

export interface SearchImagesResult {
  readonly images: readonly {
    readonly name: string;
    /** Anybody's text. */
    readonly description: string;
    readonly stars: number;
    readonly isOfficial: boolean;
  }[];
  /** Why there are none, or no newer ones: one sentence. */
  readonly problem?: string;
}
