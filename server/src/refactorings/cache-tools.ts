/** A tool that downloads or compiles, and where it keeps that for the next time. */
export interface CacheTool {
  readonly name: string;
  readonly programs: readonly string[];
  /** First words behind the program that fill or use the cache; undefined for any. */
  readonly subcommands?: readonly string[];
  /** Targets of the mounts, for root. */
  readonly targets: readonly string[];
  /** Two builds must not use it at the same time. */
  readonly isLocked?: true;
  /** What it keeps there is needed by later commands of the same tool, not only faster. */
  readonly isNeededLater?: true;
  /** An argument that switches the cache off, and what stands in its place. */
  readonly without?: Readonly<Record<string, string>>;
  /** Commands that would empty the cache: the words that they begin with. */
  readonly emptying?: readonly string[];
  /** Variables that move or switch off the cache. */
  readonly movedBy?: readonly string[];
  /** What must be done before, in the same RUN. */
  readonly before?: string;
}

export const cacheTools: readonly CacheTool[] = [
  {
    name: 'apt',
    programs: ['apt-get', 'apt'],
    subcommands: ['update', 'install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'build-dep'],
    targets: ['/var/cache/apt', '/var/lib/apt'],
    isLocked: true,
    emptying: ['apt-get clean', 'apt clean', 'apt-get autoclean', 'apt-get distclean', 'apt distclean'],
    // The official images of Debian and Ubuntu are set up to delete packages at once.
    before: 'rm -f /etc/apt/apt.conf.d/docker-clean',
  },
  {
    name: 'apk',
    programs: ['apk'],
    subcommands: ['add', 'update', 'upgrade', 'fetch'],
    // apk caches only when this folder exists, which a mount makes sure of (apk-tools, database.c).
    targets: ['/etc/apk/cache'],
    isLocked: true,
    without: { '--no-cache': '--update-cache' },
    emptying: ['apk cache clean'],
  },
  { name: 'dnf', programs: ['dnf'], targets: ['/var/cache/dnf'], isLocked: true, emptying: ['dnf clean'] },
  {
    name: 'pip',
    programs: ['pip', 'pip3'],
    subcommands: ['install', 'download', 'wheel'],
    targets: ['/root/.cache/pip'],
    without: { '--no-cache-dir': '' },
    emptying: ['pip cache purge', 'pip3 cache purge'],
    movedBy: ['PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR', 'XDG_CACHE_HOME'],
  },
  {
    name: 'npm',
    programs: ['npm'],
    subcommands: ['ci', 'install', 'i', 'add', 'update', 'clean-install'],
    targets: ['/root/.npm'],
    emptying: ['npm cache clean'],
    movedBy: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
  },
  {
    name: 'Yarn',
    programs: ['yarn'],
    targets: ['/usr/local/share/.cache/yarn'],
    emptying: ['yarn cache clean'],
    movedBy: ['YARN_CACHE_FOLDER'],
  },
  {
    name: 'uv',
    programs: ['uv'],
    targets: ['/root/.cache/uv'],
    without: { '--no-cache': '' },
    emptying: ['uv cache clean'],
    movedBy: ['UV_NO_CACHE', 'UV_CACHE_DIR', 'XDG_CACHE_HOME'],
  },
  {
    name: 'Poetry',
    programs: ['poetry'],
    subcommands: ['install', 'add', 'update', 'sync'],
    targets: ['/root/.cache/pypoetry'],
    without: { '--no-cache': '' },
    emptying: ['poetry cache clear'],
    movedBy: ['POETRY_CACHE_DIR', 'XDG_CACHE_HOME', 'POETRY_VIRTUALENVS_PATH'],
  },
  {
    name: 'Go',
    programs: ['go'],
    subcommands: ['build', 'install', 'test', 'mod', 'get', 'run', 'vet', 'generate', 'list', 'tool'],
    targets: ['/go/pkg/mod', '/root/.cache/go-build'],
    isNeededLater: true,
    emptying: ['go clean'],
    movedBy: ['GOMODCACHE', 'GOCACHE', 'GOPATH', 'GOFLAGS', 'XDG_CACHE_HOME'],
  },
  {
    name: 'Maven',
    programs: ['mvn', 'mvnw'],
    targets: ['/root/.m2'],
    isNeededLater: true,
    movedBy: ['MAVEN_OPTS', 'MAVEN_CONFIG', 'MAVEN_ARGS'],
  },
  {
    name: 'Gradle',
    programs: ['gradle', 'gradlew'],
    targets: ['/root/.gradle'],
    isNeededLater: true,
    movedBy: ['GRADLE_USER_HOME', 'GRADLE_OPTS'],
  },
  {
    name: 'Cargo',
    programs: ['cargo'],
    subcommands: ['build', 'fetch', 'test', 'run', 'check', 'chef', 'vendor'],
    targets: ['/usr/local/cargo/registry'],
    isNeededLater: true,
    movedBy: ['CARGO_HOME'],
  },
  {
    name: '.NET',
    programs: ['dotnet'],
    subcommands: ['restore', 'build', 'publish', 'test', 'pack'],
    targets: ['/root/.nuget/packages'],
    isNeededLater: true,
    movedBy: ['NUGET_PACKAGES'],
  },
  {
    name: 'Composer',
    programs: ['composer', 'composer.phar'],
    subcommands: ['install', 'update', 'require', 'create-project'],
    targets: ['/root/.composer/cache'],
    without: { '--no-cache': '' },
    emptying: ['composer clear-cache', 'composer clearcache'],
    movedBy: ['COMPOSER_HOME', 'COMPOSER_CACHE_DIR', 'XDG_CACHE_HOME'],
  },
];
