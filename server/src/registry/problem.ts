import { t } from '../text';
import { TransportError } from './transport';

/** Why a registry's word on an image is missing. */
export type RegistryProblemKind =
  | 'untrusted-workspace'
  | 'host-not-trusted'
  | 'not-found'
  | 'unauthorized'
  | 'rate-limited'
  | 'offline'
  | 'timeout'
  | 'certificate'
  | 'refused'
  | 'bad-answer'
  | 'cancelled';

/** Thrown inside the registry client; callers of `registry()` get it as a value. The message is one sentence for people. */
export class RegistryProblem extends Error {
  constructor(
    readonly kind: RegistryProblemKind,
    message: string,
    /** Ask no earlier than this time (ms since 1970), where the registry said so. */
    readonly retryAt?: number,
  ) {
    super(message);
    this.name = 'RegistryProblem';
  }
}

/** Puts whatever failed into words; `host` is the registry. */
export function problemOf(error: unknown, host: string): RegistryProblem {
  if (error instanceof RegistryProblem) {
    return error;
  }
  if (!(error instanceof TransportError)) {
    return new RegistryProblem('bad-answer', t('{0} gave an answer that cannot be read.', host));
  }
  switch (error.code) {
    case 'cancelled':
      return new RegistryProblem('cancelled', t('Asking {0} was cancelled.', host));
    case 'timeout':
      return new RegistryProblem('timeout', t('{0} takes too long to answer.', host));
    case 'certificate':
      return new RegistryProblem(
        'certificate',
        t('The certificate of {0} is not trusted on this machine.', host),
      );
    case 'private-address':
      return new RegistryProblem(
        'refused',
        t('{0} is an address of a private network: add it to the trusted registries to ask it.', host),
      );
    case 'too-large':
      return new RegistryProblem('bad-answer', t('{0} sent more than Strata reads.', host));
    case 'bad-answer':
      return new RegistryProblem('bad-answer', t('{0} gave an answer that cannot be read.', host));
    case 'not-tls':
    case 'offline':
      return new RegistryProblem('offline', t('{0} cannot be reached.', host));
  }
}
