import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { buildkitReport, type BuildKitReport } from '../../server/src/report/buildkit';
import { rules } from '../../server/src/rules';
import { startEngine, type Engine } from '../machine/engine';
import { sampleOf } from '../machine/sample';
import { startAnyImageRegistry } from './any-image';
import { project } from './project';

/** What a Dockerfile frontend older than ours does not know; files with it are not compared. */
const newer: readonly { readonly since: string; readonly what: RegExp }[] = [
  { since: '1.21', what: /^.*\n(?:.*\n)*#\s*check=/i },
  { since: '1.22', what: /(?:_|\b)(?:file|version)(?:_|\b).*=/i },
  { since: '1.25', what: /--parents|--security/ },
  { since: '1.26', what: /SOURCE_DATE_EPOCH/ },
];

/** Fetched from a network that tests do not have. */
const remote = /#\s*syntax=|FROM\s+\S*(?:\.\w+|localhost:\d+)\/|@sha256:/i;

const examples = rules
  .filter(
    ({ aliases, severity }) => severity === 'error' || aliases.some((alias) => /^[A-Z]+[a-z]/.test(alias)),
  )
  .filter(({ exampleFacts, exampleOptions }) => exampleFacts === undefined && exampleOptions === undefined)
  .flatMap(({ bad, good }) => [...bad.slice(0, 3), ...good.slice(0, 1)])
  .filter((text) => text.length < 2000 && !remote.test(text) && !newer.some(({ what }) => what.test(text)));

/** Several instructions that each say something, so that the order matters in which BuildKit meets them. */
const lines = [
  'WORKDIR app',
  'ENV A=$B C=${D:-e}',
  'ENV A b',
  'ARG PASSWORD=$X',
  'COPY --chmod=9 a b',
  'COPY --from=one a b',
  'RUN --mount=type=cache,target=/$C ls',
  'EXPOSE 80/TCP 1:80',
  'MAINTAINER me',
  'LABEL a=$Z',
  "LABEL it's",
  'STOPSIGNAL nine',
  'CMD ls',
  'CMD ["ls"]',
  'ONBUILD WORKDIR there',
  'run ls',
];
const mixed = lines.map((line, index) => {
  const other = (step: number) => lines[(index * 7 + step) % lines.length] ?? '';
  return `ARG V=1\nFROM alpine:$V as one\n${line}\n${other(3)}\nFROM one\n${other(5)}\n${other(8)}\n${line}\n`;
});

describe('the BuildKit report and a real BuildKit', () => {
  let engine: Engine;
  let registry: Awaited<ReturnType<typeof startAnyImageRegistry>>;

  before(async () => {
    registry = await startAnyImageRegistry();
    engine = await startEngine('current', { mirror: registry.url });
  });

  after(async () => {
    await engine.stop();
    registry.stop();
  });

  it('say the same of an example, in the same order', async () => {
    for (const text of sampleOf('checks', [...examples, ...mixed], 80)) {
      const { stdout } = await engine.run([
        'buildx',
        'build',
        '--call=check,format=json',
        project({ Dockerfile: text }),
      ]);
      assert.deepEqual(
        comparable(buildkitReport(parse(text), {})),
        comparable(JSON.parse(stdout) as BuildKitReport),
        text,
      );
    }
  });
});

/** Names that are equally near, and variables of one word, come in an order that BuildKit leaves to chance. */
function comparable({
  warnings,
  buildError,
}: Omit<BuildKitReport, 'warnings'> & { warnings: BuildKitReport['warnings'] | null }) {
  const location = (where: BuildKitReport['warnings'][number]['location'] | undefined) =>
    (where?.ranges ?? []).map(({ start, end }) => `${start.line ?? 0}-${end.line ?? 0}`).join(' ');
  const said = (text: string) => text.replace(/ \(did you mean .*?\?\)/, '');
  return {
    // BuildKit prints null for none.
    warnings: (warnings ?? []).map(({ ruleName, description, url, detail, location: where }) =>
      [ruleName, description, url, said(detail), location(where)].join(' | '),
    ),
    error:
      buildError === undefined ? undefined : `${location(buildError.location)} ${said(buildError.message)}`,
  };
}
