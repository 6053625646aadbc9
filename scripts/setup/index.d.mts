/** The types of index.mjs, which stays plain JavaScript because it runs before `npm ci`. Every path is absolute. */

/** A failure that a person can act on: its message is one sentence. */
export class SetupError extends Error {}
export function cacheFolder(): string;
export function findProgram(name: string): string | undefined;
/** Debian's code name where packages can be installed: on Debian itself and as root. */
export function installableDebian(): string | undefined;
export function withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
export function codeServer(): Promise<string>;
export function chromium(): Promise<string>;
export function engineBinaries(name: 'current' | 'old'): Promise<string>;
export function engineEnvironment(folder: string): NodeJS.ProcessEnv;
export function buildxOf(folder: string): string | undefined;
export function registry(): Promise<string>;
export function shellcheck(): Promise<string>;
export function busybox(): Promise<string>;
export function debootstrap(): Promise<string>;
export function htpasswd(): Promise<string>;
export function openssl(): Promise<string>;
export function curl(): Promise<string>;
export function podman(): Promise<string>;
export function part(options: {
  name: string;
  recipe: string;
  make: (folder: string) => Promise<void>;
  verify: (folder: string) => Promise<unknown>;
}): Promise<string>;
