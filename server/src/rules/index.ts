import { addLocalFile } from './add-local-file';
import { aptCommand } from './apt-command';
import { badSubstitution } from './bad-substitution';
import { baseImagePlatform } from './base-image-platform';
import { blankKey } from './blank-key';
import { changeDirectory } from './change-directory';
import { consecutiveRun } from './consecutive-run';
import { constantPlatform } from './constant-platform';
import { copyFromUrl } from './copy-from-url';
import { copyOfEverything } from './copy-of-everything';
import { credentialCommand } from './credential-command';
import { curlAndWget } from './curl-and-wget';
import { damagedCharacter } from './damaged-character';
import { deadDirective } from './dead-directive';
import { definitionComment } from './definition-comment';
import { directiveCasing } from './directive-casing';
import { disabledVerification } from './disabled-verification';
import { distributionUpgrade } from './distribution-upgrade';
import { dockerSocketVolume } from './docker-socket-volume';
import { duplicateLabel } from './duplicate-label';
import { duplicateStageName } from './duplicate-stage-name';
import { emptyContinuationLine } from './empty-continuation-line';
import { emptyVolume } from './empty-volume';
import { exposedSsh } from './exposed-ssh';
import { fileAsDirectory } from './file-as-directory';
import { fromAsCasing } from './from-as-casing';
import { heredocDestination } from './heredoc-destination';
import { hostPortInExpose } from './host-port-in-expose';
import { ignoredSource } from './ignored-source';
import { inconsistentInstructionCasing } from './inconsistent-instruction-casing';
import { invalidChmod } from './invalid-chmod';
import { invalidDirective } from './invalid-directive';
import { invalidFlagValue } from './invalid-flag-value';
import { invalidFrom } from './invalid-from';
import { invalidHealthcheck } from './invalid-healthcheck';
import { invalidImageName } from './invalid-image-name';
import { invalidMountOption } from './invalid-mount-option';
import { invalidOnbuildTrigger } from './invalid-onbuild-trigger';
import { invalidPlatform } from './invalid-platform';
import { invalidPort } from './invalid-port';
import { invalidRemoteSource } from './invalid-remote-source';
import { invalidRunFlag } from './invalid-run-flag';
import { invalidSourceDateEpoch } from './invalid-source-date-epoch';
import { invalidStageIndex } from './invalid-stage-index';
import { invalidStageName } from './invalid-stage-name';
import { invalidStopSignal } from './invalid-stop-signal';
import { jsonNotStrings } from './json-not-strings';
import { keptPackageCache } from './kept-package-cache';
import { keptPackageLists } from './kept-package-lists';
import { labelKey } from './label-key';
import { labelSchema } from './label-schema';
import { largeUserId } from './large-user-id';
import { laterStage } from './later-stage';
import { latestTag } from './latest-tag';
import { legacyKeyValue } from './legacy-key-value';
import { lineTooLong } from './line-too-long';
import { linkedShell } from './linked-shell';
import { literalSecret } from './literal-secret';
import { maintainer } from './maintainer';
import { malformedJson } from './malformed-json';
import { misplacedFlag } from './misplaced-flag';
import { missingArguments } from './missing-arguments';
import { missingEquals } from './missing-equals';
import { missingFrom } from './missing-from';
import { missingSource } from './missing-source';
import { namedUser } from './named-user';
import { noHealthcheck } from './no-healthcheck';
import { pipedDownload } from './piped-download';
import { protocolCasing } from './protocol-casing';
import { recommendedPackages } from './recommended-packages';
import { redundantTargetPlatform } from './redundant-target-platform';
import { relativeDestination } from './relative-destination';
import { relativeWorkdir } from './relative-workdir';
import { repeatedInstruction } from './repeated-instruction';
import { requiredVariable } from './required-variable';
import { reservedStageName } from './reserved-stage-name';
import { rootUser } from './root-user';
import type { Rule } from './rule';
import { secretInArgOrEnv } from './secret-in-arg-or-env';
import { secretLikeName } from './secret-like-name';
import { separatePackageUpdate } from './separate-package-update';
import { setPassword } from './set-password';
import { shellFormCommand } from './shell-form-command';
import { shellFormInScratch } from './shell-form-in-scratch';
import { shellNotJson } from './shell-not-json';
import { stageCycle } from './stage-cycle';
import { stageNameCasing } from './stage-name-casing';
import { sudoInRun } from './sudo-in-run';
import { swallowedInstruction } from './swallowed-instruction';
import { syntaxTypo } from './syntax-typo';
import { systemWorkdir } from './system-workdir';
import { trailingComment } from './trailing-comment';
import { unansweredPrompt } from './unanswered-prompt';
import { unbalancedQuote } from './unbalanced-quote';
import { uncheckedPipe } from './unchecked-pipe';
import { undeclaredArgInFrom } from './undeclared-arg-in-from';
import { undefinedVariable } from './undefined-variable';
import { unknownFlag } from './unknown-flag';
import { unknownInstruction } from './unknown-instruction';
import { unknownStage } from './unknown-stage';
import { unknownTarget } from './unknown-target';
import { unpackedArchive } from './unpacked-archive';
import { unpinnedImage } from './unpinned-image';
import { unpinnedPackage } from './unpinned-package';
import { unreachableStage } from './unreachable-stage';
import { untaggedImage } from './untagged-image';
import { unterminatedHeredoc } from './unterminated-heredoc';
import { untrustedRegistry } from './untrusted-registry';
import { unusedSuppression } from './unused-suppression';
import { unverifiedDownload } from './unverified-download';
import { uselessCommand } from './useless-command';
import { variableInFromFlag } from './variable-in-from-flag';
import { wgetProgress } from './wget-progress';
import { windowsPath } from './windows-path';
import { worldWritable } from './world-writable';

/** Every rule there is; a new one is a file of its own and a line here. */
export const rules: readonly Rule[] = [
  addLocalFile,
  aptCommand,
  badSubstitution,
  baseImagePlatform,
  blankKey,
  changeDirectory,
  consecutiveRun,
  constantPlatform,
  copyFromUrl,
  copyOfEverything,
  credentialCommand,
  curlAndWget,
  damagedCharacter,
  deadDirective,
  definitionComment,
  directiveCasing,
  disabledVerification,
  distributionUpgrade,
  dockerSocketVolume,
  duplicateLabel,
  duplicateStageName,
  emptyContinuationLine,
  emptyVolume,
  exposedSsh,
  fileAsDirectory,
  fromAsCasing,
  heredocDestination,
  hostPortInExpose,
  ignoredSource,
  inconsistentInstructionCasing,
  invalidChmod,
  invalidDirective,
  invalidFlagValue,
  invalidFrom,
  invalidHealthcheck,
  invalidImageName,
  invalidMountOption,
  invalidOnbuildTrigger,
  invalidPlatform,
  invalidPort,
  invalidRemoteSource,
  invalidRunFlag,
  invalidSourceDateEpoch,
  invalidStageIndex,
  invalidStageName,
  invalidStopSignal,
  jsonNotStrings,
  keptPackageCache,
  keptPackageLists,
  labelKey,
  labelSchema,
  largeUserId,
  laterStage,
  latestTag,
  legacyKeyValue,
  lineTooLong,
  linkedShell,
  literalSecret,
  maintainer,
  malformedJson,
  misplacedFlag,
  missingArguments,
  missingEquals,
  missingFrom,
  missingSource,
  namedUser,
  noHealthcheck,
  pipedDownload,
  protocolCasing,
  recommendedPackages,
  redundantTargetPlatform,
  relativeDestination,
  relativeWorkdir,
  repeatedInstruction,
  requiredVariable,
  reservedStageName,
  rootUser,
  secretInArgOrEnv,
  secretLikeName,
  separatePackageUpdate,
  setPassword,
  shellFormCommand,
  shellFormInScratch,
  shellNotJson,
  stageCycle,
  stageNameCasing,
  sudoInRun,
  swallowedInstruction,
  syntaxTypo,
  systemWorkdir,
  trailingComment,
  unansweredPrompt,
  unbalancedQuote,
  uncheckedPipe,
  undeclaredArgInFrom,
  undefinedVariable,
  unknownFlag,
  unknownInstruction,
  unknownStage,
  unknownTarget,
  unpackedArchive,
  unpinnedImage,
  unpinnedPackage,
  unreachableStage,
  untaggedImage,
  unterminatedHeredoc,
  untrustedRegistry,
  unusedSuppression,
  unverifiedDownload,
  uselessCommand,
  variableInFromFlag,
  wgetProgress,
  windowsPath,
  worldWritable,
];
