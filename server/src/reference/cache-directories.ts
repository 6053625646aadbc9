/** Where tools keep what they downloaded or compiled, for root: targets of `--mount=type=cache`. */
export interface CacheDirectory {
  readonly path: string;
  readonly tool: string;
}

export const cacheDirectories: readonly CacheDirectory[] = [
  { path: '/root/.npm', tool: 'npm' },
  { path: '/usr/local/share/.cache/yarn', tool: 'Yarn 1' },
  { path: '/root/.local/share/pnpm/store', tool: 'pnpm' },
  { path: '/root/.cache/pip', tool: 'pip' },
  { path: '/root/.cache/uv', tool: 'uv' },
  { path: '/root/.cache/pypoetry', tool: 'Poetry' },
  { path: '/root/.cache/go-build', tool: 'Go, compiled packages' },
  { path: '/go/pkg/mod', tool: 'Go, modules' },
  { path: '/usr/local/cargo/registry', tool: 'Cargo' },
  { path: '/root/.m2', tool: 'Maven' },
  { path: '/root/.gradle', tool: 'Gradle' },
  { path: '/root/.nuget/packages', tool: 'NuGet' },
  { path: '/root/.composer/cache', tool: 'Composer' },
  { path: '/usr/local/bundle/cache', tool: 'Bundler' },
  { path: '/var/cache/apt', tool: 'apt, packages (with sharing=locked)' },
  { path: '/var/lib/apt', tool: 'apt, package lists (with sharing=locked)' },
  { path: '/var/cache/apk', tool: 'apk' },
  { path: '/var/cache/dnf', tool: 'dnf' },
  { path: '/root/.cache/ccache', tool: 'ccache' },
];
