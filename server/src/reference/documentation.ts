const reference = 'https://docs.docker.com/reference/dockerfile/';

/** Pages of Docker's documentation that hovers lead to. */
export const documentation = {
  reference,
  section: (anchor: string): string => `${reference}#${anchor}`,
  multiStage: 'https://docs.docker.com/build/building/multi-stage/',
  multiPlatform: 'https://docs.docker.com/build/building/multi-platform/',
  secrets: 'https://docs.docker.com/build/building/secrets/',
  cache: 'https://docs.docker.com/build/cache/',
  context: 'https://docs.docker.com/build/concepts/context/',
  ignoreFiles: 'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  variables: 'https://docs.docker.com/build/building/variables/',
  frontend: 'https://docs.docker.com/build/buildkit/frontend/',
  checks: 'https://docs.docker.com/reference/build-checks/',
  registries: 'https://docs.docker.com/get-started/docker-concepts/the-basics/what-is-a-registry/',
} as const;
