import type { Check } from './check';
import { copyChecks } from './copy';
import { fromChecks } from './from';
import { instructionChecks } from './instructions';
import { labelChecks } from './labels';
import { debianChecks } from './packages-debian';
import { otherPackageChecks } from './packages-other';
import { rpmChecks } from './packages-rpm';
import { shellChecks } from './shell';

/** Every check of hadolint that looks at a file which its parser can read. */
export const checks: readonly Check[] = [
  ...fromChecks,
  ...copyChecks,
  ...instructionChecks,
  ...labelChecks,
  ...shellChecks,
  ...debianChecks,
  ...rpmChecks,
  ...otherPackageChecks,
];
