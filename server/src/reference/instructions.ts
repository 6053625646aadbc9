import { add } from './add';
import { arg } from './arg';
import { cmd } from './cmd';
import { copy } from './copy';
import { entrypoint } from './entrypoint';
import { env } from './env';
import { expose } from './expose';
import { from } from './from';
import { healthcheck } from './healthcheck';
import type { InstructionReference } from './instruction';
import { label } from './label';
import { maintainer } from './maintainer';
import { onbuild } from './onbuild';
import { run } from './run';
import { shell } from './shell';
import { stopsignal } from './stopsignal';
import { user } from './user';
import { volume } from './volume';
import { workdir } from './workdir';

/** All 18, in the order in which people usually write them. */
export const instructions: readonly InstructionReference[] = [
  from,
  run,
  copy,
  workdir,
  env,
  arg,
  cmd,
  entrypoint,
  expose,
  user,
  label,
  add,
  volume,
  healthcheck,
  shell,
  stopsignal,
  onbuild,
  maintainer,
];
