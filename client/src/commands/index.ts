import { build } from './build';
import { buildAndRun } from './build-and-run';
import { buildWithOptions } from './build-with-options';
import { chooseEngine } from './choose-engine';
import type { Command } from './command';
import { connect } from './connect';
import { copyDockerCommand } from './copy-docker-command';
import { inspectContainer } from './inspect-container';
import { inspectImage } from './inspect-image';
import { newDockerfile } from './new-dockerfile';
import { openInBrowser } from './open-in-browser';
import { openShell } from './open-shell';
import { prune } from './prune';
import { pullImage } from './pull-image';
import { pushImage } from './push-image';
import { refresh } from './refresh';
import { removeContainer } from './remove-container';
import { removeImage } from './remove-image';
import { restart } from './restart';
import { restartLanguageServer } from './restart-language-server';
import { run } from './run';
import { runInContainer } from './run-in-container';
import { searchImages } from './search-images';
import { showJson } from './show-json';
import { showLayers } from './show-layers';
import { showLogs } from './show-logs';
import { showOutput } from './show-output';
import { start } from './start';
import { stop } from './stop';
import { tagImage } from './tag-image';
import { trustRegistry } from './trust-registry';

export const commands: readonly Command[] = [
  build,
  buildWithOptions,
  buildAndRun,
  run,
  stop,
  start,
  restart,
  removeContainer,
  showLogs,
  openShell,
  runInContainer,
  openInBrowser,
  inspectContainer,
  inspectImage,
  tagImage,
  pushImage,
  pullImage,
  removeImage,
  prune,
  showLayers,
  copyDockerCommand,
  showJson,
  showOutput,
  connect,
  chooseEngine,
  refresh,
  restartLanguageServer,
  newDockerfile,
  searchImages,
  trustRegistry,
];
