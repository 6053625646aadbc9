import { t } from '../text';
import type { Span } from '../dockerfile/tree';
import { baseImages } from './builder/base-images';
import { conversion } from './builder/conversion';
import { imageParts } from './builder/image-parts';
import type { Finding, Rule } from './rule';

export const untrustedRegistry: Rule = {
  id: 'untrusted-registry',
  aliases: ['DL3026'],
  severity: 'error',
  since: '0.1.0',
  why: 'This project lists the registries that images may come from (`trustedRegistries`). Without a list this rule says nothing.',
  bad: [
    'FROM quay.io/team/app:1\n',
    'FROM alpine:3\nCOPY --from=docker.io/library/busybox:1 /bin/sh /sh\nRUN --mount=from=quay.io/a/b:1,target=/b ls\n',
  ],
  good: ['FROM alpine:3\n', 'FROM registry.example.com/app:1\n', 'FROM scratch\n'],
  exampleOptions: { trustedRegistries: ['docker.io', '*.example.com'] },
  check: (dockerfile, facts, { trustedRegistries = [] }) => {
    if (trustedRegistries.length === 0) return [];
    const used: { name: string; registry: string; span: Span }[] = baseImages(dockerfile, facts).map(
      ({ name, registry, word }) => ({ name, registry, span: word.span }),
    );
    for (const { target, word, place } of conversion(dockerfile, facts).sources) {
      const parts = target.kind === 'image' ? imageParts(target.name) : undefined;
      if (target.kind !== 'image' || parts === undefined || target.name === 'scratch') continue;
      used.push({ name: target.name, registry: parts.registry, span: place.locate(word.span) });
    }
    return used.flatMap(({ name, registry, span }): Finding[] => {
      if (trustedRegistries.some((pattern) => matches(pattern, registry))) return [];
      return [
        {
          span,
          message: t(
            '"{0}" comes from {1}, which this project does not trust; use one of {2}.',
            name,
            registry,
            trustedRegistries.join(', '),
          ),
        },
      ];
    });
  },
};

/** A `*` at the start or the end stands for anything. */
function matches(pattern: string, registry: string): boolean {
  if (pattern === '*' || pattern === registry) return true;
  if (pattern.startsWith('*') && registry.endsWith(pattern.slice(1))) return true;
  return pattern.endsWith('*') && registry.startsWith(pattern.slice(0, -1));
}
