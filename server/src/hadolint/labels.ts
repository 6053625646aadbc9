import type { Dockerfile, Instruction, Pair } from '../dockerfile/tree';
import { labelKinds } from '../reference/label-kinds';
import { t } from '../text';
import type { Check, CheckOptions, Hit } from './check';
import { aliasOf, stageLine } from './stage-line';

/** LABEL, its keys, and its values by the schema that the options give. */
export const labelChecks: readonly Check[] = [
  {
    code: 'DL3048',
    level: 'style',
    find: (dockerfile) =>
      labels(dockerfile, ({ key }) =>
        isLabelKey(key.text) ? undefined : t('"{0}" is no key that Docker asks labels to have.', key.text),
      ),
  },
  { code: 'DL3049', level: 'info', find: missingLabels },
  {
    code: 'DL3050',
    level: 'info',
    find: (dockerfile, { labelSchema, strictLabels }) =>
      labels(dockerfile, ({ key }) =>
        strictLabels && !Object.hasOwn(labelSchema, key.text)
          ? t('"{0}" is no label of the schema.', key.text)
          : undefined,
      ),
  },
  {
    code: 'DL3051',
    level: 'warning',
    find: (dockerfile, { labelSchema }) =>
      labels(dockerfile, ({ key, value }) =>
        Object.hasOwn(labelSchema, key.text) && unquoted(value?.text) === ''
          ? t('Label "{0}" is empty.', key.text)
          : undefined,
      ),
  },
  valueCheck('DL3052', 'warning', 'url', (key) => t('Label "{0}" is no URL.', key)),
  valueCheck('DL3053', 'info', 'rfc3339', (key) =>
    t('Label "{0}" is no time such as 2026-01-31T12:00:00Z.', key),
  ),
  valueCheck('DL3054', 'warning', 'spdx', (key) =>
    t('Label "{0}" is no SPDX licence such as Apache-2.0.', key),
  ),
  valueCheck('DL3055', 'warning', 'hash', (key) =>
    t('Label "{0}" is no git commit of 7 or 40 hexadecimal digits.', key),
  ),
  valueCheck('DL3056', 'warning', 'semver', (key) =>
    t('Label "{0}" is no semantic version such as 1.2.3.', key),
  ),
  valueCheck('DL3058', 'warning', 'email', (key) => t('Label "{0}" is no e-mail address.', key)),
];

function labels({ instructions }: Dockerfile, message: (pair: Pair) => string | undefined): Hit[] {
  return instructions.filter(isLabel).flatMap(({ pairs, firstLine }) => {
    const said = pairs.map(message).find((each) => each !== undefined);
    return said === undefined ? [] : [{ line: firstLine, message: said }];
  });
}

function isLabel({ name }: Instruction): boolean {
  return name === 'LABEL';
}

function isLabelKey(key: string): boolean {
  return (
    /^[a-z](?:[0-9a-z._/-]*[a-z0-9])?$/.test(key) &&
    !/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key) &&
    !/\.\.|--/.test(key)
  );
}

/** At the FROM of every stage that ends as an image without the label: what another stage copies from does not count. */
function missingLabels(dockerfile: Dockerfile, { labelSchema }: CheckOptions): Hit[] {
  const { stages, instructions } = dockerfile;
  const copied = new Set(
    instructions
      .filter(({ name }) => name === 'COPY')
      .map(({ flags }) => flags.find(({ name }) => name === 'from')?.value),
  );
  const bases = new Set(stages.map(({ image }) => image?.text));
  return Object.keys(labelSchema).flatMap((label) =>
    stages
      .filter((stage) => {
        const alias = aliasOf(stage);
        if (alias !== undefined && (copied.has(alias) || bases.has(alias))) return false;
        return !Array.from(stageLine(dockerfile, stage)).some((each) =>
          each.instructions.some(
            ({ name, pairs }) => name === 'LABEL' && pairs.some(({ key }) => key.text === label),
          ),
        );
      })
      .map(({ from }) => ({ line: from.firstLine, message: t('Label "{0}" is missing.', label) })),
  );
}

function valueCheck(
  code: string,
  level: Check['level'],
  kind: string,
  message: (key: string) => string,
): Check {
  return {
    code,
    level,
    find: (dockerfile, { labelSchema }) =>
      labels(dockerfile, ({ key, value }) =>
        Object.hasOwn(labelSchema, key.text) &&
        labelSchema[key.text] === kind &&
        labelKinds[kind]?.pattern.test(unquoted(value?.text)) === false
          ? message(key.text)
          : undefined,
      ),
  };
}

function unquoted(text = ''): string {
  return text.replace(/^["']+|["']+$/g, '');
}
