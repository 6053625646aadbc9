import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tagUpgrades } from '../../server/src/registry/tag-upgrades';
import { catalogue } from './catalogue';

/** `image:tag` → the newer tags with their kinds, on the day of the data. */
const expectations: readonly [from: string, ...to: string[]][] = [
  ['node:20', 'long-term 24', 'major 26'],
  ['node:24', 'major 26'],
  ['node:26'],
  ['node:20-alpine', 'long-term 24-alpine', 'major 26-alpine'],
  [
    'node:22.1.0-bookworm-slim',
    'minor 22.23.2-bookworm-slim',
    'long-term 24.19.0-bookworm-slim',
    'major 26.7.0-bookworm-slim',
  ],
  ['python:3.12.3', 'patch 3.12.14', 'minor 3.14.7'],
  ['python:3.12-slim-bookworm', 'distribution 3.12-slim-trixie', 'minor 3.14-slim-bookworm'],
  ['python:3.12.3-alpine3.19', 'patch 3.12.14-alpine3.24', 'minor 3.14.7-alpine3.24'],
  ['python:3.14-alpine3.23', 'distribution 3.14-alpine3.24'],
  ['golang:1.22', 'minor 1.27'],
  ['postgres:15-alpine', 'major 18-alpine'],
  ['mysql:8.0', 'minor 8.4', 'long-term 9.7', 'major 26.7'],
  ['alpine:3.18', 'minor 3.24'],
  ['alpine:3.18.2', 'minor 3.24.1'],
  ['ubuntu:20.04', 'long-term 26.04'],
  ['debian:11-slim', 'major 13-slim'],
  ['eclipse-temurin:17-jre', 'long-term 25-jre', 'major 26-jre'],
  // Nothing is newer, or nothing says what newer would be.
  ['node:latest'],
  ['node:lts-alpine'],
  ['debian:bookworm'],
  ['node:22-no-such-variant'],
  ['postgres:19beta3'],
];

describe('tagUpgrades', () => {
  for (const [from, ...to] of expectations) {
    it(`of ${from} are ${to.join(', ') || 'none'}`, () => {
      const [image = '', tag = ''] = from.split(':');
      const knowledge = {
        codenames: catalogue.codenames,
        cycles: catalogue.cycles(image),
        today: catalogue.date,
      };
      const found = tagUpgrades(tag, catalogue.tags(image) ?? [], knowledge);
      assert.deepEqual(
        found.map((upgrade) => `${upgrade.kind} ${upgrade.tag}`),
        to,
      );
    });
  }
});
