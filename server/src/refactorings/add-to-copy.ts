import { copied } from '../rules/builder/copied';
import { remoteSource } from '../rules/builder/remote-source';
import { t } from '../text';
import { selected } from './places';
import type { Refactoring } from './refactoring';

const archive = /\.(?:tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lz|lzma|zst|z)["']?$/i;

/** ADD becomes COPY where nothing is downloaded or, by its name, unpacked. */
export const addToCopy: Refactoring = {
  id: 'add-to-copy',
  kind: 'rewrite',
  offer: (dockerfile, span) => {
    const chosen = new Set(selected(dockerfile, span));
    return copied(dockerfile, {}).flatMap(({ command, isAdd, sources }) => {
      const { instruction, isTrigger } = command;
      const { keyword, keywordSpan, flags } = instruction;
      if (!isAdd || isTrigger || !chosen.has(instruction)) return [];
      if (!flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name))) return [];
      const isLocal = sources.every(
        ({ value }) => value !== '' && remoteSource(value).kind === 'local' && !archive.test(value),
      );
      if (!isLocal) return [];
      const copy = keyword === keyword.toLowerCase() ? 'copy' : 'COPY';
      return [{ title: t('Change to {0}', copy), edits: [{ span: keywordSpan, text: copy }] }];
    });
  },
};
