import type { ShellWord } from '../dockerfile/shell-commands';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { t } from '../text';
import type { Edit, Finding, Rule } from './rule';
import { runCommands, type RunCommand } from './shell/run-commands';
import { withoutWord } from './shell/run-edits';

/** Flags that switch off what tells a real server or package from a forged one. */
const flags: readonly { readonly names: RegExp; readonly flag: RegExp; readonly hasValue?: true }[] = [
  { names: /^curl$/, flag: /^--insecure$|^-[a-zA-Z]*k[a-zA-Z]*$/ },
  { names: /^wget$/, flag: /^--no-check-certificate$/ },
  { names: /^(?:pip[\d.]*|python[\d.]*|uv)$/, flag: /^--trusted-host$/, hasValue: true },
  { names: /^(?:pip[\d.]*|python[\d.]*|uv)$/, flag: /^--(?:trusted-host|allow-insecure-host)=/ },
  { names: /^apk$/, flag: /^--allow-untrusted$/ },
  { names: /^(?:apt|apt-get)$/, flag: /^--(?:allow-unauthenticated|force-yes|allow-insecure-repositories)$/ },
  {
    names: /^(?:yum|t?dnf|microdnf)$/,
    flag: /^--nogpgcheck$|^--setopt=(?:[\w*.-]+\.)?(?:gpgcheck|sslverify)=(?:0|false|no)$/i,
  },
  { names: /^zypper$/, flag: /^--no-gpg-checks$/ },
  { names: /^rpm$/, flag: /^--(?:nodigest|nosignature|noverify|nofiledigest)$/ },
  { names: /^(?:yum-config-manager|dnf)$/, flag: /^--setopt=(?:[\w*.-]+\.)?sslverify=(?:0|false|no)$/i },
];

/** Words that a tool takes for its configuration. */
const configurations: readonly { readonly names: RegExp; readonly words: RegExp }[] = [
  { names: /^(?:npm|yarn|pnpm)$/, words: /\bconfig set (?:-g |--global )?strict-ssl[ =]false\b/ },
  { names: /^git$/, words: /\bhttp\.(?:\S+\.)?sslverify[ =](?:false|0|no|off)\b/i },
];

/** Variables, and the values that switch a check off. */
const variables: Readonly<Record<string, RegExp>> = {
  PYTHONHTTPSVERIFY: /^0$/,
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  NPM_CONFIG_STRICT_SSL: /^(?:false|0)$/i,
  GIT_SSL_NO_VERIFY: /^(?!(?:0|false|no|off)?$)/i,
  PIP_TRUSTED_HOST: /./,
};

export const disabledVerification: Rule = {
  id: 'disabled-verification',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'Without the check of a certificate or signature, whoever sits between the build and the server decides what ends up in the image. Install the missing authority (`ca-certificates`) or key instead.',
  bad: [
    'FROM debian:12\nRUN curl -k -O https://get.test/x\n',
    'FROM debian:12\nRUN curl -fsSLk https://get.test/x\n',
    'FROM debian:12\nRUN wget --no-check-certificate https://get.test/x\n',
    'FROM python:3.13\nRUN pip install --trusted-host pypi.org flask\n',
    'FROM debian:12\nRUN sudo apt-get install -y --allow-unauthenticated x\n',
    'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n',
    'FROM node:22\nRUN npm config set strict-ssl false\n',
    'FROM debian:12\nRUN GIT_SSL_NO_VERIFY=1 git clone https://get.test/x.git\n',
    'FROM fedora:42\nRUN dnf install -y x --nogpgcheck\n',
  ],
  good: [
    'FROM debian:12\nRUN curl -fsSL -K config https://get.test/x && wget -q https://get.test/x\n',
    'FROM debian:12\nRUN curl --retry 3 -k https://localhost:8443/health\n',
    'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 NPM_CONFIG_STRICT_SSL=true\n',
    'FROM node:22\nRUN npm config set strict-ssl true && echo --no-check-certificate\n',
    'FROM debian:12\nRUN tar -k -xf x.tar && git config --global http.sslVerify true\n',
  ],
  fixed: [
    'FROM debian:12\nRUN curl -O https://get.test/x\n',
    'FROM debian:12\nRUN curl -fsSL https://get.test/x\n',
    'FROM debian:12\nRUN wget https://get.test/x\n',
    'FROM python:3.13\nRUN pip install flask\n',
    'FROM debian:12\nRUN sudo apt-get install -y x\n',
    'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n',
    'FROM node:22\nRUN npm config set strict-ssl false\n',
    'FROM debian:12\nRUN GIT_SSL_NO_VERIFY=1 git clone https://get.test/x.git\n',
    'FROM fedora:42\nRUN dnf install -y x\n',
  ],
  check: (dockerfile) => [
    ...runCommands(dockerfile).flatMap((command) => [
      ...ofFlags(dockerfile, command),
      ...ofConfiguration(command),
      ...ofAssignments(command),
    ]),
    ...ofInstructions(dockerfile),
  ],
};

function ofFlags(dockerfile: Dockerfile, command: RunCommand): Finding[] {
  const { name, args } = command;
  if (args.some(({ text }) => /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(text)))
    return [];
  const known = flags.filter(({ names }) => names.test(name));
  return args.flatMap((word, index) => {
    const hit = known.find(({ flag }) => flag.test(word.text));
    if (hit === undefined || isValue(command, index)) return [];
    const value = hit.hasValue ? args[index + 1] : undefined;
    const edits = removal(dockerfile, command, word, value);
    return {
      span: word.span,
      message: t('"{0}" lets anyone on the way decide what is downloaded; leave it out.', word.text),
      fixes: edits ? [{ title: t('Remove {0}', cluster(word) ? '-k' : word.text), edits, safe: true }] : [],
    };
  });
}

/** The word behind `-o`, `-H` and other flags of curl that take one is no flag. */
function isValue({ name, args }: RunCommand, index: number): boolean {
  const before = args[index - 1]?.text ?? '';
  const [, taken] = /^-[a-zA-Z]*?([oHdAeuXmwFTxUEKbcCDrtyYzQ])/.exec(args[index]?.text ?? '') ?? [];
  if (name !== 'curl') return false;
  if (/^-[a-zA-Z]*[oHdAeuXmwFTxUEKbcCDrtyYzQ]$/.test(before)) return true;
  // `-oak` is `-o ak`.
  const text = args[index]?.text ?? '';
  return !text.startsWith('--') && taken !== undefined && text.indexOf(taken) < text.indexOf('k');
}

function cluster({ text }: ShellWord): string | undefined {
  return /^-[a-zA-Z]{2,}$/.test(text) ? text.replace('k', '') : undefined;
}

function removal(
  dockerfile: Dockerfile,
  command: RunCommand,
  word: ShellWord,
  value: ShellWord | undefined,
): Edit[] | undefined {
  const rest = cluster(word);
  const whole = withoutWord(dockerfile, command, word);
  if (whole === undefined) return undefined;
  if (rest !== undefined) return [{ span: word.span, text: rest }];
  if (value === undefined) return [whole];
  const behind = withoutWord(dockerfile, command, value);
  return behind && behind.span.start >= whole.span.end ? [whole, behind] : undefined;
}

function ofConfiguration({ name, args, command }: RunCommand): Finding[] {
  const words = args.map(({ text }) => text).join(' ');
  return configurations.some((each) => each.names.test(name) && each.words.test(words))
    ? [
        {
          span: command.span,
          message: t('This lets anyone on the way decide what {0} downloads; leave it out.', name),
        },
      ]
    : [];
}

/** `A=b command`, and `export A=b`. */
function ofAssignments({ name, args, command }: RunCommand): Finding[] {
  const own = command.assignments.map((each) => ({
    name: each.name,
    value: each.value?.text ?? '',
    span: each.span,
  }));
  const words = name === 'export' || command.name === 'env' ? command.args : [];
  const exported = [...words, ...(name === 'export' ? args : [])].flatMap(({ text, span }) => {
    const [, key, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    return key === undefined || value === undefined ? [] : [{ name: key, value, span }];
  });
  const spans = new Set<number>();
  return [...own, ...exported].flatMap((each) => {
    if (spans.has(each.span.start)) return [];
    spans.add(each.span.start);
    return ofVariable(each.name, each.value, each.span);
  });
}

function ofInstructions({ instructions }: Dockerfile): Finding[] {
  return instructions.flatMap((instruction) => {
    const { name, pairs } = instruction.trigger ?? instruction;
    if (name !== 'ENV' && name !== 'ARG') return [];
    return pairs.flatMap(({ key, value, span }) =>
      value === undefined ? [] : ofVariable(key.text, value.text.replace(/^(["'])(.*)\1$/s, '$2'), span),
    );
  });
}

function ofVariable(name: string, value: string, span: Span): Finding[] {
  const key = name.toUpperCase();
  const isOff = Object.hasOwn(variables, key) && variables[key]?.test(value) === true;
  return isOff
    ? [{ span, message: t('{0} lets anyone on the way decide what is downloaded; leave it out.', name) }]
    : [];
}
