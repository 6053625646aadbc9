/** What `--platform` means to BuildKit (containerd/platforms). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** Empty where the architecture has no variants or the usual one is meant. */
  readonly variant: string;
}

const operatingSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const architectures = new Set(
  'wasm 386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64'.split(
    ' ',
  ),
);
const component = '^[A-Za-z0-9_.-]+$';
const system = '^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$';

/** The builder's own platform; what a single word such as `arm64` leaves open is taken from here. */
export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64', variant: '' };

function normalizeArchitecture(
  architecture: string,
  variant: string,
): Pick<Platform, 'architecture' | 'variant'> {
  const name = architecture.toLowerCase();
  const kind = variant.toLowerCase();
  switch (name) {
    case 'i386':
      return { architecture: '386', variant: '' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', variant: kind === 'v1' ? '' : kind };
    case 'aarch64':
    case 'arm64':
      return { architecture: 'arm64', variant: kind === '8' || kind === 'v8' ? '' : kind };
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      return {
        architecture: 'arm',
        variant: kind === '' || kind === '7' ? 'v7' : /^[568]$/.test(kind) ? `v${kind}` : kind,
      };
    default:
      return { architecture: name, variant: kind };
  }
}

function normalizeSystem(os: string): string {
  const name = os.toLowerCase();
  return name === 'macos' ? 'darwin' : name === '' ? defaultPlatform.os : name;
}

/** `problem` is the sentence with which BuildKit rejects the specifier. */
export function parsePlatform(specifier: string): Platform | { readonly problem: string } {
  const invalid = (problem: string) => ({ problem: `${problem}: invalid argument` });
  if (specifier.includes('*')) return invalid(`${JSON.stringify(specifier)}: wildcards not yet supported`);
  const parts = specifier.split('/');
  const [first = '', second = '', third = ''] = parts;
  const os = new RegExp(system).exec(first);
  if (os === null) {
    return invalid(
      `${JSON.stringify(first)} is an invalid OS component of ${JSON.stringify(specifier)}: OSAndVersion specifier component must match "${system.replaceAll('\\', '\\\\')}"`,
    );
  }
  for (const part of parts.slice(1, 4)) {
    if (!new RegExp(component).test(part)) {
      return invalid(
        `${JSON.stringify(part)} is an invalid component of ${JSON.stringify(specifier)}: platform specifier component must match "${component}"`,
      );
    }
  }
  const family = normalizeSystem(os[1] ?? '');
  switch (parts.length) {
    case 1: {
      if (operatingSystems.has(family))
        return { os: family, architecture: defaultPlatform.architecture, variant: '' };
      const known = normalizeArchitecture(first, '');
      if (architectures.has(known.architecture)) return { os: defaultPlatform.os, ...shortened(known) };
      return invalid(`${JSON.stringify(specifier)}: unknown operating system or architecture`);
    }
    case 2:
      return { os: family, ...shortened(normalizeArchitecture(second, '')) };
    case 3:
      return { os: family, ...normalizeArchitecture(second, third) };
    default:
      return invalid(`${JSON.stringify(specifier)}: cannot parse platform specifier`);
  }
}

/** `arm` alone means v7, and is written without it. */
function shortened(
  name: Pick<Platform, 'architecture' | 'variant'>,
): Pick<Platform, 'architecture' | 'variant'> {
  return name.architecture === 'arm' && name.variant === 'v7' ? { ...name, variant: '' } : name;
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}
