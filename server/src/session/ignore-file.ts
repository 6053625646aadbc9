import { dirname } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver/node';
import { ignoreDiagnostics } from '../features/ignore-diagnostics';
import type { ContextFile } from '../features/ignore-effect';
import type { FeatureFacts } from '../features/facts';
import { buildContext, pathOf } from './build-context';
import { contextFacts } from './context';
import { isChecked, type Session } from './session';

/** An open .dockerignore file, with what is known about the build context that it belongs to. */
export interface OpenIgnoreFile {
  readonly text: string;
  readonly facts: FeatureFacts;
  /** What is wrong with its lines, as far as the files of the context are known now. */
  readonly findings: () => Diagnostic[];
  /** The files of the context; undefined where there is no disk, or too much on it. */
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
  const text = document.getText();
  return {
    text,
    facts: {
      snippets,
      commands,
      ...(folder === undefined ? {} : contextFacts(folder, isOwn ? path : undefined)),
    },
    findings: () => {
      if (!configuration.validate || !isChecked(uri)) return [];
      const files = folder === undefined ? undefined : session.contextFiles.known(folder);
      return ignoreDiagnostics(text, files, configuration.rules);
    },
    readFiles: async () => (folder === undefined ? undefined : session.contextFiles.read(folder)),
  };
}
