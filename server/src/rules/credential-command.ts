import type { ShellWord } from '../dockerfile/shell-commands';
import { t } from '../text';
import type { Rule } from './rule';
import { runCommands, type RunCommand } from './shell/run-commands';

/** Commands that take a credential as a word, and where it stands. */
const logins: readonly { readonly begins: RegExp; readonly credential: RegExp }[] = [
  {
    begins: /^aws configure set /,
    credential: /^(?:\S+\.)?aws_(?:access_key_id|secret_access_key|session_token)$/,
  },
  { begins: /^gcloud auth activate-service-account\b/, credential: /^--key-file(?:=|$)/ },
  { begins: /^az login\b/, credential: /^(?:-p|--password)(?:=|$)/ },
  { begins: /^doctl auth init\b/, credential: /^(?:-t|--access-token)(?:=|$)/ },
  {
    begins: /^(?:docker|podman|buildah|skopeo|helm registry|oras) login\b/,
    credential: /^(?:-p|--password)(?:=|$)/,
  },
  { begins: /^(?:npm|yarn|pnpm) config set /, credential: /(?:_authToken|_auth|_password)(?:=|$)/ },
];

/** `https://user:secret@host` and `https://$TOKEN@host`; a user alone is no secret. */
const credentialUrl =
  /^(?:git\+)?https?:\/\/(?:[^/\s:@]*:(?!@)[^/\s@]+|\$\{?\w*(?:TOKEN|PASS|SECRET|KEY|PAT)\w*\}?)@(?!localhost|127\.|example\.)/i;

export const credentialCommand: Rule = {
  id: 'credential-command',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'What a RUN is given stays readable in the history of the image, and what a login writes stays in the layer. A secret mount hands a credential to one RUN and leaves nothing behind.',
  bad: [
    'FROM amazon/aws-cli\nRUN aws configure set aws_secret_access_key $SECRET\n',
    'FROM google/cloud-sdk\nRUN gcloud auth activate-service-account --key-file=/key.json\n',
    'FROM alpine\nARG TOKEN\nRUN git clone https://$TOKEN@github.com/x/y\n',
    'FROM docker\nRUN docker login -u me -p $PASSWORD registry.test\n',
  ],
  good: [
    'FROM amazon/aws-cli\nRUN --mount=type=secret,id=key aws configure set aws_secret_access_key "$(cat /run/secrets/key)"\n',
    'FROM amazon/aws-cli\nRUN aws configure set region eu-central-1\n',
    'FROM docker\nRUN docker login --password-stdin < /password\n',
    'FROM alpine\nRUN git clone https://git@github.com/x/y && curl http://user:pass@localhost/\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      if (hasSecretMount(command)) return [];
      const { name, args } = command;
      const whole = [name, ...args.map(({ text }) => text)].join(' ');
      const login = logins.find(({ begins }) => begins.test(whole));
      const found =
        args.find(({ text }) => login?.credential.test(text)) ??
        args.find(({ text }) => credentialUrl.test(text));
      if (found === undefined) return [];
      return {
        span: found.span,
        message: t(
          'The credential behind "{0}" stays in the image for all who can pull it; use RUN --mount=type=secret.',
          shown(found),
        ),
      };
    }),
};

function hasSecretMount({ run }: RunCommand): boolean {
  return run.instruction.flags.some(
    ({ name, value }) => name === 'mount' && /(?:^|,)type=secret\b/.test(value ?? ''),
  );
}

/** Never the credential itself. */
function shown({ text }: ShellWord): string {
  return text.replace(/=.*$/s, '').replace(/:\/\/[^@]*@.*$/s, '://…@');
}
