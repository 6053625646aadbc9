import { from } from '../../reference/from';
import type { TagInfo } from '../../registry/catalogue';
import { isOfficial, parseReference, isReference, type ImageReference } from '../../registry/reference';
import { ageText, endOfLifeText, knowledgeOf, knownTags, sizeText } from '../../registry/suggest';
import { tagUpgrades } from '../../registry/tag-upgrades';
import { t } from '../../text';
import type { FeatureFacts } from '../facts';
import { imagePage } from '../image-page';
import { imageSources } from '../image-sources';
import { bullets, code, link, paragraphs, plain, shortened } from '../markdown';
import { quoted } from './command-line';
import { documentationLink } from './instruction';

const mostAliases = 10;
const mostVariables = 12;

/** What is known of an image: what it is, its tag's digest, other names, platforms, age, end of life, what it brings. */
export function imageHelp(text: string, facts: FeatureFacts): string {
  if (text === 'scratch') {
    return paragraphs(
      `**${code('scratch')}** ${t('is the empty image: no files, no shell, no user. For programs that need nothing but themselves.')}`,
      documentationLink('FROM', from.link),
    );
  }
  const image = parseReference(text);
  if (!isReference(image)) return paragraphs(`**${code(text)}**`, plain(image.problem));
  const { images } = facts;
  const description = images?.describe(image.familiarName);
  const page = imagePage(image);
  const note = facts.registryNote?.(image);
  return paragraphs(
    `**${code(image.familiarName)}** ${description ? plain(t(description.description)) : ''}`.trimEnd(),
    description?.deprecated === undefined ? undefined : `⚠ ${plain(t(description.deprecated))}`,
    bullets([
      ...nameFacts(image),
      ...tagFacts(image, facts),
      ...localFacts(image, facts),
      ...configFacts(text, facts),
    ]),
    note && plain(note.text),
    [
      ...(page === undefined ? [] : [link(t('Page of the image'), page)]),
      documentationLink('FROM', from.link),
    ].join(' · '),
  );
}

function nameFacts(image: ImageReference): string[] {
  const { domain, path, tag, digest } = image;
  const registry =
    domain === 'docker.io'
      ? isOfficial(image)
        ? t('An official image of Docker Hub')
        : t('An image on Docker Hub')
      : t('From the registry {0}', code(domain));
  return [
    `${registry}: ${code(`${domain}/${path}${tag === undefined ? '' : `:${tag}`}`)}`,
    ...(digest !== undefined
      ? [t('Pinned to {0}: always the same image.', code(digest))]
      : tag === undefined
        ? [t('No tag, so `latest`: another image from one day to the next. Name a version.')]
        : [variantFact(tag)].filter((fact) => fact !== undefined)),
  ];
}

function variantFact(tag: string): string | undefined {
  if (tag === 'latest') return t('`latest` is another image from one day to the next. Name a version.');
  if (/(^|-)alpine/.test(tag)) {
    return t('Alpine variant: very small, with musl instead of glibc and busybox instead of bash.');
  }
  if (/(^|-)slim/.test(tag)) return t('Slim variant: without compilers, documentation and most tools.');
  return undefined;
}

function tagFacts(image: ImageReference, facts: FeatureFacts): string[] {
  const sources = imageSources(facts);
  const tags = knownTags(image, sources);
  const known = tags?.find(({ tag }) => tag === (image.tag ?? 'latest'));
  const ends = facts.images?.endOfLife(image.familiarName, image.tag, sources.today) ?? [];
  const upgrades =
    image.tag !== undefined && tags ? tagUpgrades(image.tag, tags, knowledgeOf(image, sources)) : [];
  return [
    ...digestFacts(image, facts.registryDigest?.(image) ?? known?.digest),
    ...(known ? factsOfTag(known, sources.today) : []),
    ...ends.map((end) => `${end.reached ? '⚠ ' : ''}${plain(endOfLifeText(end))}`),
    ...(upgrades.length > 0
      ? [t('Newer, of the same family: {0}', upgrades.map(({ tag }) => code(tag)).join(', '))]
      : []),
  ];
}

function digestFacts({ tag, digest }: ImageReference, current: string | undefined): string[] {
  if (current === undefined || current === digest) return [];
  if (digest === undefined) return [t('Digest: {0}', code(current))];
  return tag === undefined ? [] : [t('{0} is another image by now: {1}', code(tag), code(current))];
}

function factsOfTag({ aliases, platforms, size, pushed }: TagInfo, today: string): string[] {
  const shown = aliases.slice(0, mostAliases).map(code).join(', ');
  return [
    ...(aliases.length > 0
      ? [t('The same image as {0}', shown) + (aliases.length > mostAliases ? ' …' : '')]
      : []),
    ...(platforms && platforms.length > 0 ? [t('Platforms: {0}', platforms.map(code).join(', '))] : []),
    ...(size === undefined ? [] : [t('{0} to download', sizeText(size))]),
    ...(pushed === undefined ? [] : [t('Pushed {0}', ageText(pushed, today))]),
  ];
}

function localFacts(image: ImageReference, facts: FeatureFacts): string[] {
  const tag = image.tag ?? 'latest';
  const local = facts.localImages?.find(
    (each) => each.name === image.familiarName && each.tags.includes(tag),
  );
  if (!local) return [];
  const size = local.size === undefined ? '' : `, ${sizeText(local.size)}`;
  const created = local.created === undefined ? '' : `, ${t('made on {0}', local.created.slice(0, 10))}`;
  return [`${t('On this engine already')}${size}${created}`];
}

/** What the image brings, where the engine has told its configuration. */
function configFacts(text: string, facts: FeatureFacts): string[] {
  const config = facts.imageConfig?.(text);
  if (!config) return [];
  const {
    entrypoint = [],
    cmd = [],
    user,
    workingDir,
    exposedPorts = [],
    volumes = [],
    env,
    onBuild = [],
  } = config;
  const words = [...entrypoint, ...cmd];
  const names = env.map((entry) => code(entry.split('=')[0] ?? ''));
  return [
    ...(words.length > 0 ? [t('A container runs {0}', code(shortened(quoted(words), 200)))] : []),
    ...(user === undefined || user === '' ? [] : [t('User: {0}', code(user))]),
    ...(workingDir === undefined || workingDir === '' ? [] : [t('Directory: {0}', code(workingDir))]),
    ...(exposedPorts.length > 0 ? [t('Ports: {0}', exposedPorts.map(code).join(', '))] : []),
    ...(volumes.length > 0 ? [t('Volumes: {0}', volumes.map(code).join(', '))] : []),
    ...(names.length > 0 ? [t('Environment: {0}', names.slice(0, mostVariables).join(', '))] : []),
    ...(onBuild.length > 0
      ? [
          t(
            'Triggers that run right after this line: {0}',
            onBuild.map((each) => code(shortened(each, 80))).join(', '),
          ),
        ]
      : []),
  ];
}
