import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocuments } from 'vscode-languageserver/node';
import { parse } from '../dockerfile/parse';
import type { Dockerfile } from '../dockerfile/tree';

const trees = new WeakMap<TextDocument, { version: number; dockerfile: Dockerfile }>();

export function openDocuments(): TextDocuments<TextDocument> {
  return new TextDocuments(TextDocument);
}

/** The tree of a document: parsed once per version, on first use, reusing what did not change since the last one. */
export function dockerfileOf(document: TextDocument): Dockerfile {
  const last = trees.get(document);
  if (last?.version === document.version) return last.dockerfile;
  const dockerfile = parse(document.getText(), last?.dockerfile);
  trees.set(document, { version: document.version, dockerfile });
  return dockerfile;
}

/** Dockerfiles and .dockerignore files are both synchronised; whatever is not an ignore file is a Dockerfile. */
export function isDockerfile(document: TextDocument): boolean {
  return !/ignore$/i.test(document.languageId) && !/\.(docker|container)ignore$/i.test(document.uri);
}
