import { CodeActionKind, type CodeAction, type Range } from 'vscode-languageserver-types';
import { stageUses } from '../dockerfile/stages';
import type { Dockerfile, Mapped, Span } from '../dockerfile/tree';
import { parseReference, isReference, type ImageReference } from '../registry/reference';
import { knowledgeOf, knownTags, tagSuggestions } from '../registry/suggest';
import { tagUpgrades, type TagUpgrade } from '../registry/tag-upgrades';
import { t } from '../text';
import { buildFacts } from './build-facts';
import type { CodeActionRequest } from './code-actions';
import { rangeOf } from './diagnostics';
import type { FeatureFacts } from './facts';
import { imageSources } from './image-sources';

/** The client's command that adds a host to `strata.registry.trustedHosts`. */
const trustRegistry = 'strata.trustRegistry';

/** So many tags are offered for an image without one. */
const mostTags = 3;

/** What `data` of an action says that needs a digest which is not known yet. */
export interface DigestWish {
  readonly uri: string;
  readonly version: number;
  readonly range: Range;
  /** The reference as written. */
  readonly image: string;
}

export interface ImageActionRequest extends CodeActionRequest {
  /** The client asks for an edit when an action is chosen. */
  readonly resolves: boolean;
}

/** For the images of the lines that `span` touches: newer tags, a first tag, the digest; trust for their registry. */
export function imageActions(
  dockerfile: Dockerfile,
  request: ImageActionRequest,
  facts: FeatureFacts,
): CodeAction[] {
  const { only, span } = request;
  const isWanted =
    !only ||
    only.some((kind) => kind === CodeActionKind.QuickFix || kind.startsWith(`${CodeActionKind.QuickFix}.`));
  if (!isWanted) return [];
  return imagesIn(dockerfile, span, facts).flatMap(({ word, image }) => {
    const replacing = (title: string, text: string): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      edit: replacement(request, rangeOf(dockerfile, word.span), text),
    });
    return [
      ...moves(image, facts).map(({ tag, kind }) => {
        const text = `${nameAsWritten(word.text, image)}:${tag}`;
        return replacing(moveTitle(kind, text), text);
      }),
      ...firstTags(dockerfile, word, image, facts).map((tag) =>
        replacing(t('Use {0}', `${word.text}:${tag}`), `${word.text}:${tag}`),
      ),
      ...pins(dockerfile, word, image, { request, facts }),
      ...trust(image, facts),
    ];
  });
}

/** The action with its edit, once the digest of its image is known. */
export function pinned(
  action: CodeAction,
  { uri, version, range, image }: DigestWish,
  digest: string,
): CodeAction {
  return { ...action, edit: replacement({ uri, version }, range, pinnedText(image, digest)) };
}

/** `data` comes back from a client: whatever else it is, no digest is asked for. */
export function digestWish(data: unknown): DigestWish | undefined {
  return typeof data === 'object' && data !== null && 'image' in data && 'range' in data
    ? (data as DigestWish)
    : undefined;
}

/** References to images, written out, in the instructions that the span touches. */
function imagesIn(
  dockerfile: Dockerfile,
  span: Span,
  facts: FeatureFacts,
): { word: Mapped; image: ImageReference }[] {
  return dockerfile.instructions
    .filter((instruction) => instruction.span.start <= span.end && span.start <= instruction.span.end)
    .flatMap((instruction) => stageUses(dockerfile, instruction, buildFacts(facts)))
    .flatMap(({ reference: word, stage }) => {
      const isPlain = dockerfile.text.slice(word.span.start, word.span.end) === word.text;
      if (stage || !isPlain || /[$]/.test(word.text) || /^(\d+|scratch)$/.test(word.text)) return [];
      const image = parseReference(word.text);
      return isReference(image) ? [{ word, image }] : [];
    });
}

function moves(image: ImageReference, facts: FeatureFacts): readonly TagUpgrade[] {
  const sources = imageSources(facts);
  const tags = knownTags(image, sources);
  return image.tag === undefined || !tags ? [] : tagUpgrades(image.tag, tags, knowledgeOf(image, sources));
}

function moveTitle(kind: TagUpgrade['kind'], image: string): string {
  switch (kind) {
    case 'patch':
      return t('Move to {0}, the newest patch', image);
    case 'minor':
      return t('Move to {0}, the newest minor version', image);
    case 'major':
      return t('Move to {0}, the newest version', image);
    case 'long-term':
      return t('Move to {0}, the newest version with long-term support', image);
    case 'distribution':
      return t('Move to {0}, the same version on a newer distribution', image);
  }
}

function firstTags(
  dockerfile: Dockerfile,
  word: Mapped,
  image: ImageReference,
  facts: FeatureFacts,
): readonly string[] {
  if (image.tag !== undefined || image.digest !== undefined) return [];
  const siblings = dockerfile.stages.flatMap(({ image: other }) => {
    const reference = other && other !== word ? parseReference(other.text) : undefined;
    return reference && isReference(reference) && reference.familiarName === image.familiarName
      ? (reference.tag ?? [])
      : [];
  });
  const context = { siblings, ...(facts.platform === undefined ? {} : { platform: facts.platform }) };
  return tagSuggestions(image, '', context, imageSources(facts))
    .filter(({ deprecated, label }) => !deprecated && label !== 'latest')
    .slice(0, mostTags)
    .map(({ label }) => label);
}

function pins(
  dockerfile: Dockerfile,
  { text, span }: Mapped,
  image: ImageReference,
  { request, facts }: { request: ImageActionRequest; facts: FeatureFacts },
): CodeAction[] {
  // A digest without a tag is what it is for good; without registries none is ever known.
  if (!facts.registryDigest || (image.digest !== undefined && image.tag === undefined)) return [];
  const digest = facts.registryDigest(image);
  if (digest === undefined ? !request.resolves : digest === image.digest) return [];
  const range = rangeOf(dockerfile, span);
  const { uri, version } = request;
  const data: DigestWish = { uri, version, range, image: text };
  return [
    {
      title:
        image.digest === undefined
          ? t('Pin {0} to its digest', text)
          : t('Update the digest of {0}', text.replace(/@.*/, '')),
      kind: CodeActionKind.QuickFix,
      ...(digest === undefined ? { data } : { edit: replacement(request, range, pinnedText(text, digest)) }),
    },
  ];
}

function trust(image: ImageReference, { registryNote, commands }: FeatureFacts): CodeAction[] {
  const host = registryNote?.(image)?.untrustedHost;
  if (host === undefined || !commands?.has(trustRegistry)) return [];
  const title = t('Trust the registry {0}', host);
  return [
    { title, kind: CodeActionKind.QuickFix, command: { title, command: trustRegistry, arguments: [host] } },
  ];
}

function pinnedText(image: string, digest: string): string {
  return `${image.replace(/@.*/, '')}@${digest}`;
}

/** Without tag and digest. */
function nameAsWritten(text: string, { tag }: ImageReference): string {
  const name = text.replace(/@.*/, '');
  return tag === undefined ? name : name.slice(0, -tag.length - 1);
}

function replacement(
  { uri, version }: Pick<CodeActionRequest, 'uri' | 'version'>,
  range: Range,
  newText: string,
): NonNullable<CodeAction['edit']> {
  return { documentChanges: [{ textDocument: { uri, version }, edits: [{ range, newText }] }] };
}
