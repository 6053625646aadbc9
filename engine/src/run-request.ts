import { t } from '../../server/src/text';
import { checkReference, invalid } from './build-request';

/** A container as a person asks for it. */
export interface RunRequest {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Path of a file as `--env-file` takes it; `env` wins over it. */
  readonly envFile?: string | undefined;
  readonly ports?: readonly PublishedPort[] | undefined;
  /** As `-v` takes them. */
  readonly volumes?: readonly string[] | undefined;
  readonly name?: string | undefined;
  /** Remove the container when it ends. */
  readonly remove?: boolean | undefined;
  readonly detached: boolean;
  readonly tty?: boolean | undefined;
  /** Keep its input open; by default with a terminal. */
  readonly interactive?: boolean | undefined;
  /** One program in place of the image's ENTRYPOINT; empty for none. */
  readonly entrypoint?: string | undefined;
  /** What follows the image: in place of CMD. */
  readonly args?: readonly string[] | undefined;
  readonly network?: string | undefined;
  readonly user?: string | undefined;
  readonly platform?: string | undefined;
  readonly init?: boolean | undefined;
  /** `all` or a number. */
  readonly gpus?: string | undefined;
}

export interface PublishedPort {
  readonly container: number;
  /** One that is free without it. */
  readonly host?: number | undefined;
  /** All addresses of the host without it. */
  readonly hostIp?: string | undefined;
  readonly protocol: 'tcp' | 'udp';
}

/** @throws EngineError `invalid`: one sentence about the first thing that cannot be */
export function checkRunRequest(request: RunRequest): void {
  checkReference(request.image);
  const { name, user, network, platform, gpus } = request;
  if (name !== undefined && !/^[a-zA-Z0-9][\w.-]+$/.test(name)) throw invalid(name, t('container name'));
  if (user !== undefined && !/^[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(user)) throw invalid(user, t('user'));
  if (network !== undefined && !/^[\w][\w.:-]*$/.test(network)) throw invalid(network, t('network'));
  if (platform !== undefined && !/^[\w][\w./-]*$/.test(platform)) throw invalid(platform, t('platform'));
  if (gpus !== undefined && !/^(?:all|\d+)$/.test(gpus)) throw invalid(gpus, t('number of GPUs'));
  for (const variable of Object.keys(request.env ?? {})) {
    if (variable === '' || /[=\0]/.test(variable)) throw invalid(variable, t('name of a variable'));
  }
  for (const { container, host, hostIp } of request.ports ?? []) {
    if (!isPort(container)) throw invalid(String(container), t('port'));
    if (host !== undefined && !isPort(host)) throw invalid(String(host), t('port'));
    if (hostIp !== undefined && !/^[0-9a-fA-F.:]+$/.test(hostIp)) throw invalid(hostIp, t('address'));
  }
  for (const volume of request.volumes ?? []) {
    if (volume === '' || /[\0\n]/.test(volume)) throw invalid(volume, t('volume'));
  }
}

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 65535;
