import type { CodeLens } from 'vscode-languageserver-types';
import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import { rangeOf } from './diagnostics';

export interface CodeLensRequest {
  readonly uri: string;
  readonly version: number;
  /** The commands that the editor has; a lens without its command would do nothing. */
  readonly commands: ReadonlySet<string>;
}

/** "Build" and "Run" above each stage; "Layers" above the last one, which is what a build without a target makes. */
export function codeLenses(dockerfile: Dockerfile, { uri, version, commands }: CodeLensRequest): CodeLens[] {
  return dockerfile.stages.flatMap((stage) => {
    const range = rangeOf(dockerfile, stage.from.keywordSpan);
    const argument = {
      uri,
      stage: stage.index,
      version,
      of: dockerfile.stages.length,
      ...(stage.name === undefined ? {} : { name: stage.name }),
    };
    return [
      { title: t('Build'), command: 'strata.build' },
      { title: t('Run'), command: 'strata.buildAndRun' },
      ...(stage.index === dockerfile.stages.length - 1
        ? [{ title: t('Layers'), command: 'strata.showLayers' }]
        : []),
    ]
      .filter(({ command }) => commands.has(command))
      .map((command) => ({ range, command: { ...command, arguments: [argument] } }));
  });
}
