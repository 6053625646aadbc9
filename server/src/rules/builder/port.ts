/** What EXPOSE makes of one port (dockerfile2llb/convert_expose.go). */
export interface PortSpec {
  /** Parts around the colons; `ip` and `host` are empty where missing. */
  readonly ip: string;
  readonly host: string;
  readonly container: string;
  /** As typed; `tcp` where missing. */
  readonly protocol: string;
  /** BuildKit's sentence; undefined for a good port. */
  readonly problem: string | undefined;
  /** The problem is seen before the protocol's case and the host's part are looked at. */
  readonly isEarly: boolean;
}

export function parsePort(text: string): PortSpec {
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const host = parts.length > 1 ? (parts.at(-2) ?? '') : '';
  const ip = parts.slice(0, -2).join(':');
  const slash = last.indexOf('/');
  const container = slash === -1 ? last : last.slice(0, slash);
  const protocol = slash === -1 ? '' : last.slice(slash + 1);
  const spec = { ip, host, container, protocol: protocol === '' ? 'tcp' : protocol };
  const early = (problem: string) => ({
    ...spec,
    problem: `invalid port: ${JSON.stringify(text)}: ${problem}`,
    isEarly: true,
  });
  if (container === '') return early('no port specified');
  if (!/^(?:|tcp|udp|sctp)$/i.test(protocol)) return early(`invalid proto: ${protocol}`);
  return { ...spec, problem: lateProblem(spec), isEarly: false };
}

function lateProblem({
  ip,
  host,
  container,
}: Pick<PortSpec, 'ip' | 'host' | 'container'>): string | undefined {
  if (ip.startsWith('[') && !ip.endsWith(']')) {
    const lack = ip.includes(']') ? 'missing port in address' : "missing ']' in address";
    return `invalid IP address ${ip}: address ${ip}:: ${lack}`;
  }
  const address = ip.startsWith('[') ? ip.slice(1, -1) : ip;
  if (ip !== '' && !isAddress(address)) return `invalid IP address: ${address}`;
  const range = portRange(container);
  if (range === undefined) return `invalid containerPort: ${container}`;
  if (host === '') return undefined;
  const hostRange = portRange(host);
  if (hostRange === undefined) return `invalid hostPort: ${host}`;
  const [start, end] = range;
  if (end - start !== hostRange[1] - hostRange[0] && end !== start) {
    return `invalid ranges specified for container and host Ports: ${container} and ${host}`;
  }
  return undefined;
}

function portRange(text: string): readonly [number, number] | undefined {
  const dash = text.indexOf('-');
  const start = portNumber(dash === -1 ? text : text.slice(0, dash));
  const end = dash === -1 ? start : portNumber(text.slice(dash + 1));
  return start === undefined || end === undefined || end < start ? undefined : [start, end];
}

function portNumber(text: string): number | undefined {
  if (!/^\+?\d+$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}

function isAddress(text: string): boolean {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (bytes !== null)
    return bytes.slice(1).every((byte) => Number(byte) <= 255 && String(Number(byte)) === byte);
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const isGood = groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return isGood && (halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8);
}
