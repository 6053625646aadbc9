import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** The body that an HTTP server on this machine answers with, waiting for one that is about to start. */
export async function answerOf(url: string, seconds = 20): Promise<string> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await ask(url);
    } catch (error) {
      // A published port accepts connections, and drops them, before its container listens.
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

// Not fetch: that one's promise stays open for ever when a connection is dropped before the answer (Node 20).
function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent: false, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve(body));
      response.once('error', reject);
    });
    asked.once('timeout', () => asked.destroy(new Error(`${url} does not answer.`)));
    asked.once('error', reject);
  });
}
