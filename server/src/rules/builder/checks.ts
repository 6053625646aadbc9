/** The names under which BuildKit prints its checks, word for word: tools that read its output compare them. */
interface CheckName {
  readonly description: string;
  readonly url?: string;
  /** Off until `# check=experimental=` names it. */
  readonly isExperimental?: true;
  /** Looks at the whole file, so that no comment above an instruction silences it. */
  readonly isWholeFile?: true;
}

function documented(page: string, description: string): CheckName {
  return { description, url: `https://docs.docker.com/go/dockerfile/rule/${page}/` };
}

export const checkNames: Readonly<Record<string, CheckName>> = {
  StageNameCasing: documented('stage-name-casing', 'Stage names should be lowercase'),
  FromAsCasing: documented('from-as-casing', "The 'as' keyword should match the case of the 'from' keyword"),
  NoEmptyContinuation: {
    ...documented('no-empty-continuation', 'Empty continuation lines will become errors in a future release'),
    isWholeFile: true,
  },
  ConsistentInstructionCasing: {
    ...documented(
      'consistent-instruction-casing',
      'All commands within the Dockerfile should use the same casing (either upper or lower)',
    ),
    isWholeFile: true,
  },
  DuplicateStageName: {
    ...documented('duplicate-stage-name', 'Stage names should be unique'),
    isWholeFile: true,
  },
  ReservedStageName: {
    ...documented('reserved-stage-name', 'Reserved words should not be used as stage names'),
    isWholeFile: true,
  },
  JSONArgsRecommended: documented(
    'json-args-recommended',
    'JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals',
  ),
  MaintainerDeprecated: documented(
    'maintainer-deprecated',
    'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
  ),
  UndefinedArgInFrom: documented('undefined-arg-in-from', 'FROM command must use declared ARGs'),
  WorkdirRelativePath: documented(
    'workdir-relative-path',
    'Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes',
  ),
  UndefinedVar: documented('undefined-var', 'Variables should be defined before their use'),
  MultipleInstructionsDisallowed: documented(
    'multiple-instructions-disallowed',
    'Multiple instructions of the same type should not be used in the same stage',
  ),
  LegacyKeyValueFormat: documented(
    'legacy-key-value-format',
    'Legacy key/value format with whitespace separator should not be used',
  ),
  InvalidBaseImagePlatform: {
    description: 'Base image platform does not match expected target platform',
    isWholeFile: true,
  },
  RedundantTargetPlatform: documented(
    'redundant-target-platform',
    'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
  ),
  SecretsUsedInArgOrEnv: documented(
    'secrets-used-in-arg-or-env',
    'Sensitive data should not be used in the ARG or ENV commands',
  ),
  InvalidDefaultArgInFrom: {
    ...documented(
      'invalid-default-arg-in-from',
      'Default value for global ARG results in an empty or invalid base image name',
    ),
    isWholeFile: true,
  },
  FromPlatformFlagConstDisallowed: documented(
    'from-platform-flag-const-disallowed',
    'FROM --platform flag should not use a constant value',
  ),
  CopyIgnoredFile: documented(
    'copy-ignored-file',
    'Attempting to Copy file that is excluded by .dockerignore',
  ),
  InvalidDefinitionDescription: {
    ...documented(
      'invalid-definition-description',
      'Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.',
    ),
    isExperimental: true,
  },
  ExposeProtoCasing: documented('expose-proto-casing', 'Protocol in EXPOSE instruction should be lowercase'),
  ExposeInvalidFormat: documented(
    'expose-invalid-format',
    'IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release',
  ),
};
