import { from } from '../../reference/from';
import type { EndOfLife, TagInfo } from '../../registry/catalogue';
import { isOfficial, parseReference, isReference, type ImageReference } from '../../registry/reference';
import { t } from '../../text';
import type { FeatureFacts } from '../facts';
import { imagePage } from '../image-page';
import { bullets, code, link, paragraphs, plain, shortened } from '../markdown';
import { quoted } from './command-line';
import { documentationLink } from './instruction';

const mostAliases = 10;
const mostVariables = 12;

/** What is known of an image without asking anybody: what it is, its tag's other names, platforms, end of life. */
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
  return paragraphs(
    `**${code(image.familiarName)}** ${description ? plain(t(description.description)) : ''}`.trimEnd(),
    description?.deprecated === undefined ? undefined : `⚠ ${plain(t(description.deprecated))}`,
    bullets([
      ...nameFacts(image),
      ...tagFacts(image, facts),
      ...localFacts(image, facts),
      ...configFacts(text, facts),
    ]),
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
  const { images } = facts;
  if (!images) return [];
  const known = (facts.registryTags?.(image) ?? images.tags(image.familiarName) ?? []).find(
    ({ tag }) => tag === (image.tag ?? 'latest'),
  );
  const ends = images.endOfLife(image.familiarName, image.tag, facts.today ?? images.date);
  return [...(known ? factsOfTag(known) : []), ...ends.map((end) => endFact(end))];
}

function factsOfTag({ aliases, platforms, size }: TagInfo): string[] {
  const shown = aliases.slice(0, mostAliases).map(code).join(', ');
  return [
    ...(aliases.length > 0
      ? [t('The same image as {0}', shown) + (aliases.length > mostAliases ? ' …' : '')]
      : []),
    ...(platforms && platforms.length > 0 ? [t('Platforms: {0}', platforms.map(code).join(', '))] : []),
    ...(size === undefined ? [] : [t('{0} to download', bytes(size))]),
  ];
}

function endFact({ what, date, reached, lts }: EndOfLife): string {
  const name = plain(lts ? `${what} LTS` : what);
  if (reached) {
    return date === undefined
      ? `⚠ ${t('{0}: support has ended; no more fixes.', name)}`
      : `⚠ ${t('{0}: support ended on {1}; no more fixes.', name, date)}`;
  }
  return date === undefined ? t('{0} is supported.', name) : t('{0} is supported until {1}.', name, date);
}

function localFacts(image: ImageReference, facts: FeatureFacts): string[] {
  const tag = image.tag ?? 'latest';
  const local = facts.localImages?.find(
    (each) => each.name === image.familiarName && each.tags.includes(tag),
  );
  if (!local) return [];
  const size = local.size === undefined ? '' : `, ${bytes(local.size)}`;
  const created = local.created === undefined ? '' : `, ${t('made on {0}', local.created.slice(0, 10))}`;
  return [`${t('On this engine already')}${size}${created}`];
}

/** What the image brings, where the engine has told its configuration. */
function configFacts(text: string, facts: FeatureFacts): string[] {
  const config = facts.imageConfig?.(text);
  if (!config) return [];
  const { entrypoint = [], cmd = [], user, workingDir, exposedPorts = [], env, onBuild = [] } = config;
  const words = [...entrypoint, ...cmd];
  const names = env.map((entry) => code(entry.split('=')[0] ?? ''));
  return [
    ...(words.length > 0 ? [t('A container runs {0}', code(shortened(quoted(words), 200)))] : []),
    ...(user === undefined || user === '' ? [] : [t('User: {0}', code(user))]),
    ...(workingDir === undefined || workingDir === '' ? [] : [t('Directory: {0}', code(workingDir))]),
    ...(exposedPorts.length > 0 ? [t('Ports: {0}', exposedPorts.map(code).join(', '))] : []),
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

function bytes(size: number): string {
  return size < 1e6
    ? `${Math.ceil(size / 1e3)} kB`
    : size < 1e9
      ? `${Math.round(size / 1e6)} MB`
      : `${(size / 1e9).toFixed(1)} GB`;
}
