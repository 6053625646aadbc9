/** Names for LABEL that tools agree on (OCI image annotations). */
export interface LabelReference {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
}

const label = (name: string, summary: string, example: string): LabelReference => ({
  name: `org.opencontainers.image.${name}`,
  summary,
  example,
});

export const labels: readonly LabelReference[] = [
  label('source', 'Where the source code of the image is', 'https://github.com/acme/api'),
  label('description', 'What the image is for, in one sentence', 'The API of Acme'),
  label('licenses', 'The licences of what it holds, as SPDX identifiers', 'MIT'),
  label('version', 'The version of the application', '1.4.2'),
  label('revision', 'The commit that it was built from', '$GIT_COMMIT'),
  label('created', 'When it was built (RFC 3339)', '2026-11-21T12:00:00Z'),
  label('authors', 'Who is responsible for it', 'Ada <ada@example.com>'),
  label('url', 'Where to find out more', 'https://example.com'),
  label('documentation', 'Where its documentation is', 'https://example.com/docs'),
  label('vendor', 'Who publishes it', 'Acme'),
  label('title', 'Its name for people', 'Acme API'),
  label('base.name', 'The image that it was built on', 'docker.io/library/node:24-slim'),
  label('base.digest', 'The digest of that image', 'sha256:…'),
  label('ref.name', 'The name of this very reference', '1.4.2'),
];
