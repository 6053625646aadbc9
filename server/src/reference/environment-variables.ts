/** An environment variable that many images set, and what programs make of it. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly summary: string;
}

export const environmentVariables: readonly EnvironmentVariable[] = [
  { name: 'PATH', value: '/app/bin:$PATH', summary: 'Where programs are looked up; keep what is there' },
  { name: 'PORT', value: '8080', summary: 'The port that many web applications listen on' },
  {
    name: 'NODE_ENV',
    value: 'production',
    summary: 'Node.js: npm leaves development packages out, libraries run faster',
  },
  { name: 'PYTHONUNBUFFERED', value: '1', summary: 'Python: what is printed shows in `docker logs` at once' },
  { name: 'PYTHONDONTWRITEBYTECODE', value: '1', summary: 'Python: writes no .pyc files into the container' },
  { name: 'PIP_NO_CACHE_DIR', value: '1', summary: 'pip: keeps no downloads in the image' },
  {
    name: 'UV_COMPILE_BYTECODE',
    value: '1',
    summary: 'uv: compiles packages while installing, so that they start faster',
  },
  {
    name: 'UV_LINK_MODE',
    value: 'copy',
    summary: 'uv: copies out of a cache mount, which lies on another file system',
  },
  { name: 'LANG', value: 'C.UTF-8', summary: 'Texts are UTF-8, which small images do not assume' },
  { name: 'TZ', value: 'Etc/UTC', summary: 'The time zone; needs the tzdata package in small images' },
  {
    name: 'CGO_ENABLED',
    value: '0',
    summary: 'Go: a program that needs no C library, also for `FROM scratch`',
  },
  { name: 'GOFLAGS', value: '-trimpath', summary: 'Go: flags for every go command' },
  {
    name: 'JAVA_TOOL_OPTIONS',
    value: '-XX:MaxRAMPercentage=75',
    summary: 'Java: flags for every JVM; here the share of memory for the heap',
  },
  { name: 'ASPNETCORE_HTTP_PORTS', value: '8080', summary: 'ASP.NET Core: the port that it listens on' },
  { name: 'RUST_LOG', value: 'info', summary: 'Rust: how much env_logger and tracing write' },
  { name: 'BUNDLE_WITHOUT', value: 'development:test', summary: 'Bundler: groups of gems that are left out' },
  { name: 'COMPOSER_ALLOW_SUPERUSER', value: '1', summary: 'Composer: no warning when it runs as root' },
];
