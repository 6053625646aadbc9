import { t } from '../text';
import type { Rule } from './rule';

/** Tokens whose form gives them away; the first group is what has to look random. */
const tokens: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'an AWS access key', form: /\b(?:AKIA|ASIA)([A-Z0-9]{16})\b/g },
  { what: 'a GitHub token', form: /\bgh[pousr]_([A-Za-z0-9]{36})\b/g },
  { what: 'a GitHub token', form: /\bgithub_pat_(\w{82})\b/g },
  { what: 'a GitLab token', form: /\bglpat-([\w-]{20})(?![\w-])/g },
  { what: 'a Slack token', form: /\bxox[abprs]-(\d{8,}-[\w-]{20,})/g },
  { what: 'a Stripe key', form: /\b[rs]k_live_([A-Za-z0-9]{24,})\b/g },
  { what: 'a Google API key', form: /\bAIza([\w-]{35})(?![\w-])/g },
  { what: 'an npm token', form: /\bnpm_([A-Za-z0-9]{36})\b/g },
  { what: 'a PyPI token', form: /\bpypi-AgE([\w-]{60,})/g },
  { what: 'a Docker Hub token', form: /\bdckr_pat_([\w-]{27})(?![\w-])/g },
  { what: 'a Hugging Face token', form: /\bhf_([A-Za-z]{34})\b/g },
  { what: 'a SendGrid key', form: /\bSG\.([\w-]{22}\.[\w-]{43})(?![\w-])/g },
  { what: 'an Anthropic key', form: /\bsk-ant-([\w-]{80,})/g },
  {
    what: 'a private key',
    form: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:[\s\\n"']|&&|echo)*([A-Za-z0-9+/]{40,})/g,
  },
];

export const literalSecret: Rule = {
  id: 'literal-secret',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A key in a Dockerfile is known to everyone who can read the repository, or pull the image and look at its history. Take it back where it was issued, and hand the new one over with `RUN --mount=type=secret`.',
  // In pieces, so that what looks for keys in our own package finds none.
  bad: [
    `FROM alpine\nENV KEY_ID=${['AKIA', 'Q3EGV5ZN7WKJ2HRT'].join('')}\n`,
    `FROM alpine\nRUN git clone https://${['ghp', 'a8Kd93jLq0ZxPv7Rb2TnYw5Mf1Hs6Gc4UeXo'].join('_')}@github.com/x/y\n`,
    `FROM alpine\nCOPY <<EOF /key\n${'-----BEGIN RSA PRIVATE' + ' KEY-----'}\nMIIEpAIBAAKCAQEAx7Qm2Zk9vL3pW8sT5uYbN1cRf6Hd0JgKe4\nEOF\n`,
  ],
  good: [
    'FROM alpine\nENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n',
    `FROM alpine\nENV TOKEN=ghp_${'x'.repeat(36)}\n`,
    `FROM alpine\nADD --checksum=sha256:${'0f3a9c4e'.repeat(8)} https://example.com/x /x\n`,
    'FROM alpine\nRUN grep -q -- "-----BEGIN PRIVATE KEY-----" key.pem\n',
    'FROM alpine\nRUN apk add x=1.2.3-r0 && gpg --recv-keys 94AE36675C464D64BAFA68DD7434390BDBE9B9C5\n',
  ],
  check: ({ text }) =>
    tokens.flatMap(({ what, form }) =>
      [...text.matchAll(form)]
        .filter((match) => looksRandom(match[1] ?? ''))
        .map((match) => ({
          span: { start: match.index, end: match.index + match[0].length },
          message: t(
            'This looks like {0}, which all who can read the file or pull the image can use; take it back and use RUN --mount=type=secret.',
            what,
          ),
        })),
    ),
};

/** Placeholders repeat themselves, count upwards or say what they are. */
function looksRandom(token: string): boolean {
  if (/example|placeholder|your|dummy|redacted|x{4}|012345|123456|234567|abcdef/i.test(token)) return false;
  return new Set(token).size >= Math.min(10, token.length / 2);
}
