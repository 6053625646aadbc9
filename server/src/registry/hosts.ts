import { isIP } from 'node:net';

/**
 * What is particular to registries that everybody knows; reference/registry.md 1.2 has the sources. Hosts are in
 * lower case with their port.
 */

/** Registries that everybody may ask without the user's word: they are public, and run by who they say. */
const publicHosts = [
  'docker.io',
  'ghcr.io',
  'quay.io',
  'mcr.microsoft.com',
  'gcr.io',
  '*.gcr.io',
  '*.pkg.dev',
  'public.ecr.aws',
  'registry.gitlab.com',
  'registry.access.redhat.com',
  'registry.k8s.io',
  'cgr.dev',
  'lscr.io',
  'nvcr.io',
  'codeberg.org',
];

/** Where a registry may send us besides its own domain; we go there without credentials. */
const otherHosts: Readonly<Record<string, readonly string[]>> = {
  'registry-1.docker.io': ['production.cloudflare.docker.com', '*.r2.cloudflarestorage.com'],
  'registry.k8s.io': ['*.pkg.dev', '*.googleapis.com', '*.amazonaws.com'],
  'ghcr.io': ['pkg-containers.githubusercontent.com'],
  'lscr.io': ['ghcr.io'],
  'quay.io': ['*.quay.io', '*.amazonaws.com'],
  'mcr.microsoft.com': ['*.data.mcr.microsoft.com', '*.blob.core.windows.net'],
  'public.ecr.aws': ['*.cloudfront.net'],
  'registry.gitlab.com': ['storage.googleapis.com', 'cdn.registry.gitlab-static.net'],
  'gcr.io': ['*.googleapis.com'],
};

/** Domains under which strangers are neighbours, besides `co.uk` and its like. */
const sharedDomains = new Set(
  'amazonaws.com appspot.com azurecr.io azurewebsites.net blogspot.com cloudapp.net cloudfront.net duckdns.org fly.dev github.io githubusercontent.com gitlab.io googleapis.com herokuapp.com ngrok-free.app ngrok.app ngrok.io netlify.app nip.io ondigitalocean.app onrender.com pages.dev pkg.dev railway.app run.app sslip.io trycloudflare.com ts.net vercel.app web.app windows.net workers.dev'.split(
    ' ',
  ),
);
const sharedSecondLevel = new Set(
  'ac co com edu go gob gov gouv ltd mil ne net nom or org plc sch'.split(' '),
);

/** May everybody ask this registry? */
export function isPublicRegistry(domain: string): boolean {
  return publicHosts.some((pattern) => matches(domain.toLowerCase(), pattern));
}

/** The host that speaks the registry protocol for a domain of references. */
export function apiHost(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

/** May a registry name this URL as the place where tokens are had? Credentials may go there, so this is strict. */
export function isRealmAllowed(realm: URL, registry: URL): boolean {
  const isPlain = realm.protocol === 'http:' && registry.protocol === 'http:' && realm.host === registry.host;
  if ((realm.protocol !== 'https:' && !isPlain) || realm.username !== '' || realm.password !== '') {
    return false;
  }
  return realm.host === registry.host || isSameDomain(realm, registry);
}

/** May a registry send us on to this URL? */
export function isRedirectAllowed(target: URL, registry: URL): boolean {
  if (target.username !== '' || target.password !== '') {
    return false;
  }
  if (target.origin === registry.origin) {
    return true;
  }
  const others = Object.entries(otherHosts).find(([host]) => matches(registry.host, host))?.[1] ?? [];
  return (
    target.protocol === 'https:' &&
    (isSameDomain(target, registry) || others.some((pattern) => matches(target.host, pattern)))
  );
}

function isSameDomain(one: URL, other: URL): boolean {
  const domain = registrableDomain(one.hostname);
  return domain !== undefined && domain === registrableDomain(other.hostname);
}

/** The part of a name that one owner has: `example.com`, `example.co.uk`; undefined for addresses and bare names. */
export function registrableDomain(host: string): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const last = labels.slice(-2).join('.');
  const [second = '', top = ''] = labels.slice(-2);
  const isShared = sharedDomains.has(last) || (top.length === 2 && sharedSecondLevel.has(second));
  const length = isShared ? 3 : 2;
  return isIP(host.replace(/^\[|\]$/g, '')) || labels.length < length
    ? undefined
    : labels.slice(-length).join('.');
}

function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
