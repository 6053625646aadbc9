import { addCacheMount } from './add-cache-mount';
import { addToCopy } from './add-to-copy';
import { execToShell } from './exec-to-shell';
import { extractStage } from './extract-stage';
import { heredocToRun } from './heredoc-to-run';
import { joinVariables } from './join-variables';
import { mergeRuns } from './merge-runs';
import type { Refactoring } from './refactoring';
import { runToHeredoc } from './run-to-heredoc';
import { secretToMount } from './secret-to-mount';
import { shellToExec } from './shell-to-exec';
import { splitVariables } from './split-variables';

/** In the order in which editors list them. */
export const refactorings: readonly Refactoring[] = [
  addCacheMount,
  secretToMount,
  mergeRuns,
  runToHeredoc,
  heredocToRun,
  shellToExec,
  execToShell,
  splitVariables,
  joinVariables,
  addToCopy,
  extractStage,
];
