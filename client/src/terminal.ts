import type { Readable } from 'node:stream';
import * as vscode from 'vscode';
import type { Session } from './engine';

/** What a terminal shows: a stream alone (logs), or a conversation. */
export type Conversation = Pick<Session, 'output'> & Partial<Pick<Session, 'write' | 'resize' | 'close'>>;

/** Shows a stream of an engine in a terminal, with its colours; what is typed goes back where it is taken. */
export function showTerminal(
  name: string,
  open: (signal: AbortSignal) => Promise<Conversation>,
): vscode.Terminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const controller = new AbortController();
  const { signal } = controller;
  let conversation: Conversation | undefined;
  let ended = false;

  // A program that does not know it writes to a terminal ends its lines with a line feed alone.
  const write = (text: string): void => written.fire(text.replace(/\r?\n/g, '\r\n'));
  const end = (reason: string): void => {
    if (ended || signal.aborted) return;
    ended = true;
    write(`\n\x1b[2m${reason}\x1b[0m\n`);
  };
  const start = async (size: vscode.TerminalDimensions | undefined): Promise<void> => {
    try {
      conversation = await open(signal);
      if (size) await conversation.resize?.(size.columns, size.rows);
      for await (const text of textOf(conversation.output)) write(text);
      end(vscode.l10n.t('It has ended. Press any key to close the terminal.'));
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
    }
  };
  const pty: vscode.Pseudoterminal = {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: (size) => void start(size),
    close() {
      controller.abort();
      conversation?.close?.();
      conversation?.output.destroy();
    },
    handleInput(data) {
      if (ended) closed.fire(0);
      else conversation?.write?.(data);
    },
    setDimensions: ({ columns, rows }) => void conversation?.resize?.(columns, rows),
  };
  const terminal = vscode.window.createTerminal({ name, pty, isTransient: true });
  terminal.show();
  return terminal;
}

/** Decodes UTF-8, also where a character is cut between two chunks. */
async function* textOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of stream as AsyncIterable<string | Uint8Array>) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
}
