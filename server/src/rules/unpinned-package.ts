import { t } from '../text';
import type { Rule } from './rule';
import { installation } from './shell/package-managers';
import { runCommands } from './shell/run-commands';

export const unpinnedPackage: Rule = {
  id: 'unpinned-package',
  aliases: ['DL3008', 'DL3013', 'DL3016', 'DL3018', 'DL3028', 'DL3033', 'DL3037', 'DL3041', 'DL3062'],
  severity: 'off',
  since: '0.1.0',
  why: 'Without a version each build may install another one. Pinned versions repeat a build, but vanish from the repositories of most distributions after a while, so this is a choice.',
  bad: [
    'FROM debian:12\nRUN apt-get install -y curl git=1:2.39\n',
    'FROM alpine:3.20\nRUN apk add --virtual .build gcc\n',
    'FROM python:3.13\nRUN pip install flask && python3 -m pip install git+https://example.com/x.git\n',
    'FROM node:22\nRUN npm install -g @angular/cli\n',
    'FROM ruby:3.4\nRUN gem install rails\n',
    'FROM almalinux:9\nRUN yum install -y httpd\n',
    'FROM golang:1.24\nRUN go install example.com/tool@latest\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get install -y -t stable curl=7.88 ./x.deb $PACKAGES\n',
    'FROM alpine:3.20\nRUN apk add --virtual .build "gcc~14"\n',
    'FROM python:3.13\nRUN pip install -r requirements.txt flask==3.1 . && pip install -c c.txt flask\n',
    'FROM node:22\nRUN npm install && npm install @angular/cli@19 ./local\n',
    'FROM ruby:3.4\nRUN gem install rails -v 8.0 && gem install rake:13\n',
    'FROM almalinux:9\nRUN yum install -y httpd-2.4.57 x.rpm && yum update -y httpd\n',
    'FROM golang:1.24\nRUN go install example.com/tool@v1.2.3 && go install ./...\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      const found = installation(command);
      if (found === undefined) return [];
      const { manager, packages } = found;
      return packages
        .filter(({ text, isStatic }) => isStatic && !/[*?{]/.test(text) && !manager.isPinned(text, command))
        .map(({ text, span }) => ({
          span,
          message: t(
            '"{0}" has no version, so each build may install another one; write {1}.',
            text,
            manager.version,
          ),
        }));
    }),
};
