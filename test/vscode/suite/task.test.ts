import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner';
import { inFolder, strata } from './strata';

/** Runs a task to its end. */
async function exitCode(task: vscode.Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode: code }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve(code);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}

test('every Dockerfile has a task that builds it', async () => {
  await strata();
  const tasks = await vscode.tasks.fetchTasks({ type: 'strata-build' });
  const sleeper = tasks.find(({ name }) => name === 'sleeper/Dockerfile');
  assert.equal(sleeper?.group, vscode.TaskGroup.Build);
  assert(tasks.some(({ name }) => name === 'cowsay/cowsay.Dockerfile'));
});

test('a task ends with 0 where the build does, and with 1 where it fails', async () => {
  const write = (text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(inFolder('tasks', 'Dockerfile'), Buffer.from(text));
  await write('FROM node:22-alpine\nRUN echo fine\n');
  const [task] = (await vscode.tasks.fetchTasks({ type: 'strata-build' })).filter(
    ({ name }) => name === 'tasks/Dockerfile',
  );
  assert(task);
  assert.equal(await exitCode(task), 0);
  await write('FROM node:22-alpine\nRUN exit 3\n');
  assert.equal(await exitCode(task), 1);
}, 120);

test('ending a task cancels its build, and the same can be built again', async () => {
  await vscode.workspace.fs.writeFile(
    inFolder('endless', 'Dockerfile'),
    Buffer.from('FROM node:22-alpine\nRUN sleep 1000\n'),
  );
  const [task] = (await vscode.tasks.fetchTasks({ type: 'strata-build' })).filter(
    ({ name }) => name === 'endless/Dockerfile',
  );
  assert(task);
  const ended = new Promise<void>((resolve) => {
    const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve();
    });
  });
  const started = new Promise<vscode.TaskExecution>((resolve) => {
    const subscription = vscode.tasks.onDidStartTask(({ execution }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve(execution);
    });
  });
  await vscode.tasks.executeTask(task);
  (await started).terminate();
  await ended;
  await vscode.workspace.fs.writeFile(
    inFolder('endless', 'Dockerfile'),
    Buffer.from('FROM node:22-alpine\n'),
  );
  assert.equal(await exitCode(task), 0);
}, 120);
