import { imageNameProblem } from './image-name';

/** The parts of an image name that rules ask about. */
export interface ImageParts {
  /** Everything before the tag and the digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** `docker.io` where none is written. */
  readonly registry: string;
}

/** Undefined for what is no image name. */
export function imageParts(text: string): ImageParts | undefined {
  if (imageNameProblem(text) !== undefined) return undefined;
  const [name = '', digest] = text.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const repository = colon === -1 ? name : name.slice(0, colon);
  const first = repository.split('/')[0] ?? '';
  const hasRegistry =
    repository.includes('/') &&
    (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return {
    repository,
    tag: colon === -1 ? undefined : name.slice(colon + 1),
    digest,
    registry: hasRegistry ? first : 'docker.io',
  };
}
