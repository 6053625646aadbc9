import type * as vscode from 'vscode';
import { isSecretName } from './secret-name';

/** What the user chose last for building a Dockerfile's stage. */
export interface BuildChoices {
  readonly tag?: string;
  readonly context?: string;
  readonly target?: string;
  readonly platform?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** What the user chose last for running an image. */
export interface RunChoices {
  readonly env?: Readonly<Record<string, string>>;
  /** As `-p` takes them. */
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly name?: string;
  readonly args?: readonly string[];
  readonly entrypoint?: string;
  readonly remove?: boolean;
  readonly interactive?: boolean;
}

export interface ChoiceMemory {
  /** @param key a Dockerfile's URI with its stage */
  build(key: string): BuildChoices;
  rememberBuild(key: string, choices: BuildChoices): Promise<void>;
  run(image: string): RunChoices;
  rememberRun(image: string, choices: RunChoices): Promise<void>;
}

/** Keeps choices in the workspace's state, without the values of secret-looking names. */
export function createChoiceMemory(state: vscode.Memento): ChoiceMemory {
  return {
    build: (key) => state.get<BuildChoices>(`build:${key}`, {}),
    async rememberBuild(key, choices) {
      const { buildArgs, ...rest } = choices;
      await state.update(`build:${key}`, { ...rest, ...(buildArgs ? { buildArgs: open(buildArgs) } : {}) });
    },
    run: (image) => state.get<RunChoices>(`run:${image}`, {}),
    async rememberRun(image, choices) {
      const { env, ...rest } = choices;
      await state.update(`run:${image}`, { ...rest, ...(env ? { env: open(env) } : {}) });
    },
  };
}

function open(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretName(name)));
}
