import { dirname } from 'node:path';
import type { ContextFile } from '../features/ignore-effect';
import type { FeatureFacts } from '../features/facts';
import { buildContext, pathOf } from './build-context';
import { contextFacts } from './context';
import type { Session } from './session';

/** An open .dockerignore file, with what is known about the build context that it belongs to. */
export interface OpenIgnoreFile {
  readonly text: string;
  readonly facts: FeatureFacts;
  /** The files of the context as far as they are known now; undefined where there is no disk. */
  readonly knownFiles: () => readonly ContextFile[] | undefined;
  readonly readFiles: () => Promise<readonly ContextFile[] | undefined>;
}

/** Undefined for a document that is not open. */
export async function openIgnoreFile(session: Session, uri: string): Promise<OpenIgnoreFile | undefined> {
  const dockerfile = uri.replace(/\.(docker|container)ignore$/i, '');
  // `api.Dockerfile.dockerignore` belongs to that Dockerfile alone, `.dockerignore` to the folder that it lies in.
  const isOwn = !dockerfile.endsWith('/') && dockerfile !== uri;
  const configuration = await session.configurations.of(uri);
  const document = session.documents.get(uri);
  if (!document) return undefined;
  const path = pathOf(isOwn ? dockerfile : uri);
  const folder = isOwn
    ? buildContext(
        dockerfile,
        session.choices.get(dockerfile)?.context,
        configuration,
        session.workspaceFolders,
      )?.folder
    : path && dirname(path);
  const { snippets, commands } = session.client;
  return {
    text: document.getText(),
    facts: {
      snippets,
      commands,
      ...(folder === undefined ? {} : contextFacts(folder, isOwn ? path : undefined)),
    },
    knownFiles: () => (folder === undefined ? undefined : session.contextFiles.known(folder)),
    readFiles: async () => (folder === undefined ? undefined : session.contextFiles.read(folder)),
  };
}
