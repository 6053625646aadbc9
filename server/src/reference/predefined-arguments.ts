import { documentation } from './documentation';

/** A build argument that the builder knows without an ARG. */
export interface PredefinedArgument {
  readonly name: string;
  readonly summary: string;
  /**
   * `platform`: set by the builder, in FROM as it is, in a stage after `ARG name`. `proxy`: in every RUN once given by
   * --build-arg, and in no cache key. `builder`: steers the build, given by --build-arg.
   */
  readonly kind: 'platform' | 'proxy' | 'builder';
  /** What a value looks like. */
  readonly example: string;
}

export const predefinedArguments: readonly PredefinedArgument[] = [
  platform('TARGETPLATFORM', 'The platform that is built for', 'linux/arm64'),
  platform('TARGETOS', 'The operating system of the platform that is built for', 'linux'),
  platform('TARGETOSVERSION', 'The version of that operating system, for Windows', '10.0.20348'),
  platform('TARGETARCH', 'The architecture of the platform that is built for', 'arm64'),
  platform('TARGETVARIANT', 'The variant of that architecture, often empty', 'v7'),
  platform('BUILDPLATFORM', 'The platform of the machine that builds', 'linux/amd64'),
  platform('BUILDOS', 'The operating system of the machine that builds', 'linux'),
  platform('BUILDOSVERSION', 'The version of that operating system, for Windows', '10.0.20348'),
  platform('BUILDARCH', 'The architecture of the machine that builds', 'amd64'),
  platform('BUILDVARIANT', 'The variant of that architecture, often empty', 'v8'),
  platform('TARGETSTAGE', 'The stage that `--target` names, else `default`', 'release'),
  ...proxy('HTTP_PROXY', 'The proxy for http requests', 'http://proxy.example.com:3128'),
  ...proxy('HTTPS_PROXY', 'The proxy for https requests', 'http://proxy.example.com:3128'),
  ...proxy('FTP_PROXY', 'The proxy for ftp requests', 'http://proxy.example.com:3128'),
  ...proxy(
    'NO_PROXY',
    'Hosts that are reached without a proxy, separated by commas',
    'localhost,.example.com',
  ),
  ...proxy('ALL_PROXY', 'The proxy for all other requests', 'socks5://proxy.example.com:1080'),
  builder(
    'BUILDKIT_INLINE_CACHE',
    'Writes cache records into the image, so that `--cache-from` can use it',
    '1',
  ),
  builder('BUILDKIT_BUILD_NAME', 'The name of the build in `docker buildx history`', 'nightly'),
  builder(
    'BUILDKIT_CACHE_MOUNT_NS',
    'Keeps the cache mounts of one project apart from those of others',
    'acme',
  ),
  builder(
    'BUILDKIT_CONTEXT_KEEP_GIT_DIR',
    'Keeps the `.git` directory when the context is a git repository',
    '1',
  ),
  builder('BUILDKIT_DOCKERFILE_CHECK', 'Sets the build checks as the `check` directive does', 'skip=all'),
  builder('BUILDKIT_MULTI_PLATFORM', 'Writes the output per platform even when there is only one', '1'),
  builder('BUILDKIT_SANDBOX_HOSTNAME', 'The host name that RUN sees', 'buildkitsandbox'),
  builder('BUILDKIT_SYNTAX', 'The frontend, in place of the `syntax` directive', 'docker/dockerfile:1'),
  builder('BUILDKIT_SBOM_SCAN_CONTEXT', 'Lets the software inventory (SBOM) cover the build context', 'true'),
  builder('BUILDKIT_SBOM_SCAN_STAGE', 'Lets the software inventory (SBOM) cover this stage', 'true'),
  builder(
    'SOURCE_DATE_EPOCH',
    'The time stamp of image and files in seconds since 1970, for repeatable builds',
    '0',
  ),
];

/** Where Docker explains each kind. */
export const predefinedArgumentLinks: Readonly<Record<PredefinedArgument['kind'], string>> = {
  platform: documentation.section('automatic-platform-args-in-the-global-scope'),
  proxy: documentation.section('predefined-args'),
  builder: documentation.section('buildkit-built-in-build-args'),
};

function platform(name: string, summary: string, example: string): PredefinedArgument {
  return { name, summary, example, kind: 'platform' };
}

function proxy(name: string, summary: string, example: string): PredefinedArgument[] {
  return [name, name.toLowerCase()].map((spelling) => ({ name: spelling, summary, example, kind: 'proxy' }));
}

function builder(name: string, summary: string, example: string): PredefinedArgument {
  return { name, summary, example, kind: 'builder' };
}
