import { BlockList, isIP } from 'node:net';

/** Addresses that the internet does not route: a name in a Dockerfile must not make us talk to them. */
const refused = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  refused.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  refused.addSubnet(network, prefix, 'ipv6');
}
// Ways to write an IPv4 address as IPv6 that reach it through a gateway: NAT64 and 6to4.
const embedded = new BlockList();
embedded.addSubnet('64:ff9b::', 96, 'ipv6');
embedded.addSubnet('2002::', 16, 'ipv6');

/** Is this an address of this machine, of a private network, of a cloud's metadata service, or of nobody? */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 4) {
    return refused.check(bare, 'ipv4');
  }
  return version !== 6 || refused.check(bare, 'ipv6') || embedded.check(bare, 'ipv6');
}

/** The address in a URL's host, without brackets; undefined for a name. `new URL` has normalised `0x7f.1` by then. */
export function addressIn(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? host : undefined;
}

/** A host that Docker takes for this machine: 127.0.0.0/8, ::1 and `localhost`. */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
