import { request } from './connect';
import type { Engine } from './connect';
import { engineError } from './errors';
import { followLines } from './images';

/** Something that happened in the engine. */
export interface EngineEvent {
  /** E.g. `container`, `image`. */
  readonly type: string;
  /** E.g. `start`, `die`, `tag`. */
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Tells what happens to containers and images from now on, until `signal` aborts.
 *
 * @throws EngineError `lost` when the engine ends
 */
export async function events(
  engine: Engine,
  on: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.info();
    const query = { filters: JSON.stringify({ type: ['container', 'image'] }) };
    const answer = await request(engine, { method: 'GET', path: '/events', query, signal });
    await followLines(answer, ({ Type, Action, Actor }) => {
      const { ID, Attributes } = Object(Actor) as { ID?: string; Attributes?: Record<string, string> };
      if (typeof Type !== 'string' || typeof Action !== 'string') return;
      on({ type: Type, action: Action, id: ID ?? '', attributes: Attributes ?? {} });
    });
    // An engine that goes on never ends this answer.
    throw Object.assign(new Error('events ended'), { code: 'ECONNRESET' });
  } catch (error) {
    if (!signal.aborted) throw engineError(error, engine.endpoint.host);
  }
}
