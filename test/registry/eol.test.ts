import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endOfLifeText } from '../../server/src/registry/suggest';
import { catalogue } from './catalogue';

const debian13 = 'Debian 13 (trixie): regular support until 2028-08-09, long-term support until 2030-06-30';

describe('end of life', () => {
  const said: readonly [image: string, day: string, ...texts: string[]][] = [
    ['node:18', '2026-11-21', 'Node.js 18 (LTS): end of life since 2025-04-30'],
    ['node:18', '2025-04-30', 'Node.js 18 (LTS): supported until 2025-04-30'],
    ['node:26', '2026-10-27', 'Node.js 26: supported until 2029-04-30', debian13],
    ['node:26', '2026-10-28', 'Node.js 26 (LTS): supported until 2029-04-30', debian13],
    [
      'node:14-buster-slim',
      '2026-11-21',
      'Node.js 14 (LTS): end of life since 2023-04-30',
      'Debian 10 (buster): end of life since 2024-06-30',
    ],
    [
      'php:8.5-fpm-alpine3.20',
      '2026-11-21',
      'PHP 8.5: supported until 2029-12-31',
      'Alpine Linux 3.20: end of life since 2026-04-01',
    ],
    ['debian:bookworm-slim', '2026-11-21', debian12('Debian 12 (bookworm)')],
    ['debian:12.5', '2026-11-21', debian12('Debian 12')],
    ['debian:11', '2026-11-21', 'Debian 11: end of life since 2026-08-31'],
    ['ubuntu:20.04', '2026-11-21', 'Ubuntu 20.04 (LTS): end of life since 2025-05-31'],
    ['ubuntu:jammy-20260810', '2026-11-21', 'Ubuntu 22.04 (jammy) (LTS): supported until 2027-04-01'],
    ['postgres:9.6', '2026-11-21', 'PostgreSQL 9.6: end of life since 2021-11-11'],
    [
      'mcr.microsoft.com/dotnet/sdk:6.0-alpine3.16',
      '2026-11-21',
      '.NET 6 (LTS): end of life since 2024-11-12',
      'Alpine Linux 3.16: end of life since 2024-05-23',
    ],
    ['gcr.io/distroless/base-debian12:nonroot', '2026-11-21', debian12('Debian 12')],
    [
      'mcr.microsoft.com/windows/servercore:ltsc2019',
      '2026-11-21',
      'Windows Server 2019 (LTS): supported until 2029-01-09',
    ],
    // Nothing is known of these, and nothing is made up.
    ['acme/api:1.0', '2026-11-21'],
    // A language, and no Ubuntu of 2020.
    ['groovy:latest', '2020-01-01', 'Ubuntu 24.04 (noble) (LTS): supported until 2029-05-31'],
    ['postgres:19beta3-alpine', '2026-11-21', 'Alpine Linux 3.24: supported until 2028-06-01'],
    ['python:2', '2026-11-21'],
  ];
  for (const [reference, day, ...texts] of said) {
    it(`of ${reference} on ${day}`, () => {
      const colon = reference.lastIndexOf(':');
      const ends = catalogue.endOfLife(reference.slice(0, colon), reference.slice(colon + 1), day);
      assert.deepEqual(ends.map(endOfLifeText), texts);
    });
  }

  it('takes a moving tag for what it was only while that is supported', () => {
    const moving = (day: string) => catalogue.endOfLife('nginx', 'stable-alpine', day).map(endOfLifeText);
    assert.deepEqual(moving('2026-11-21'), [
      'nginx 1.30: supported',
      'Alpine Linux 3.24: supported until 2028-06-01',
    ]);
    assert.deepEqual(moving('2028-06-02'), ['nginx 1.30: supported']);
  });

  it('takes no tag for latest', () => {
    assert.deepEqual(
      catalogue.endOfLife('postgres', undefined, '2026-11-21'),
      catalogue.endOfLife('postgres', 'latest', '2026-11-21'),
    );
  });
});

function debian12(name: string) {
  return `${name}: regular support until 2026-07-11, long-term support until 2028-06-30`;
}
