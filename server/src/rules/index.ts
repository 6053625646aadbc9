import { badSubstitution } from './bad-substitution';
import { blankKey } from './blank-key';
import { constantPlatform } from './constant-platform';
import { definitionComment } from './definition-comment';
import { duplicateStageName } from './duplicate-stage-name';
import { emptyContinuationLine } from './empty-continuation-line';
import { fromAsCasing } from './from-as-casing';
import { heredocDestination } from './heredoc-destination';
import { hostPortInExpose } from './host-port-in-expose';
import { inconsistentInstructionCasing } from './inconsistent-instruction-casing';
import { invalidFlagValue } from './invalid-flag-value';
import { invalidFrom } from './invalid-from';
import { invalidImageName } from './invalid-image-name';
import { invalidPlatform } from './invalid-platform';
import { invalidPort } from './invalid-port';
import { invalidStageName } from './invalid-stage-name';
import { jsonNotStrings } from './json-not-strings';
import { legacyKeyValue } from './legacy-key-value';
import { maintainer } from './maintainer';
import { misplacedFlag } from './misplaced-flag';
import { missingArguments } from './missing-arguments';
import { protocolCasing } from './protocol-casing';
import { redundantTargetPlatform } from './redundant-target-platform';
import { relativeWorkdir } from './relative-workdir';
import { repeatedInstruction } from './repeated-instruction';
import { requiredVariable } from './required-variable';
import { reservedStageName } from './reserved-stage-name';
import type { Rule } from './rule';
import { secretInArgOrEnv } from './secret-in-arg-or-env';
import { shellFormCommand } from './shell-form-command';
import { shellNotJson } from './shell-not-json';
import { stageNameCasing } from './stage-name-casing';
import { unbalancedQuote } from './unbalanced-quote';
import { undeclaredArgInFrom } from './undeclared-arg-in-from';
import { undefinedVariable } from './undefined-variable';
import { unknownFlag } from './unknown-flag';
import { unknownInstruction } from './unknown-instruction';
import { unusedSuppression } from './unused-suppression';

/** Every rule there is; a new one is a file of its own and a line here. */
export const rules: readonly Rule[] = [
  badSubstitution,
  blankKey,
  constantPlatform,
  definitionComment,
  duplicateStageName,
  emptyContinuationLine,
  fromAsCasing,
  heredocDestination,
  hostPortInExpose,
  inconsistentInstructionCasing,
  invalidFlagValue,
  invalidFrom,
  invalidImageName,
  invalidPlatform,
  invalidPort,
  invalidStageName,
  jsonNotStrings,
  legacyKeyValue,
  maintainer,
  misplacedFlag,
  missingArguments,
  protocolCasing,
  redundantTargetPlatform,
  relativeWorkdir,
  repeatedInstruction,
  requiredVariable,
  reservedStageName,
  secretInArgOrEnv,
  shellFormCommand,
  shellNotJson,
  stageNameCasing,
  unbalancedQuote,
  undeclaredArgInFrom,
  undefinedVariable,
  unknownFlag,
  unknownInstruction,
  unusedSuppression,
];
