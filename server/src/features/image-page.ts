import { isOfficial, type ImageReference } from '../registry/reference';

/** The page that people read about an image, on its own registry; undefined where none is known. */
export function imagePage({ domain, path }: ImageReference): string | undefined {
  const repository = path.split('/').map(encodeURIComponent).join('/');
  switch (domain) {
    case 'docker.io':
      return isOfficial({ domain, path })
        ? `https://hub.docker.com/_/${repository.slice('library/'.length)}`
        : `https://hub.docker.com/r/${repository}`;
    case 'quay.io':
      return `https://quay.io/repository/${repository}`;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${repository}`;
    case 'ghcr.io': {
      const [owner, ...name] = repository.split('/');
      return name.length > 0 ? `https://github.com/${owner}/${name[0]}` : undefined;
    }
    default:
      return undefined;
  }
}
