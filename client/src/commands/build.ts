import * as vscode from 'vscode';
import { buildImage } from '../build-image';
import type { BuildOutcome } from '../build-image';
import { buildTargets, isBuildOptions } from '../build-target';
import type { Strata } from '../strata';
import type { Command } from './command';

/** Builds with the last choice for this Dockerfile and stage, or with defaults. */
export const build: Command = {
  id: 'build',
  needsTrust: true,
  async run(strata, ...args) {
    const options = isBuildOptions(args[0]) ? args[0] : {};
    const outcomes: BuildOutcome[] = [];
    for (const target of await buildTargets(strata.server, args)) {
      const outcome = await buildImage(strata, target, options);
      void reportBuild(strata, outcome);
      outcomes.push(outcome);
    }
    return outcomes.length === 1 ? outcomes[0] : outcomes;
  },
};

/** Tells how a build ended, and offers what one does next. */
export async function reportBuild({ output }: Strata, outcome: BuildOutcome): Promise<void> {
  const { image, error, seconds, cached, total } = outcome;
  const log = vscode.l10n.t('Show Log');
  if (error) {
    const choice = await vscode.window.showErrorMessage(error.message, log);
    if (choice === log) output.show(true);
    return;
  }
  const run = vscode.l10n.t('Run');
  const inspect = vscode.l10n.t('Inspect');
  const share = total === 0 ? 0 : Math.round((100 * cached) / total);
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('Built {0} in {1} s, {2} % of the steps cached.', image ?? '', seconds.toFixed(1), share),
    run,
    inspect,
    log,
  );
  if (choice === log) output.show(true);
  else if (choice === run) await vscode.commands.executeCommand('strata.run', image);
  else if (choice === inspect) await vscode.commands.executeCommand('strata.inspectImage', image);
}
