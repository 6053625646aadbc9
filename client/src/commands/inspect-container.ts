import { containerArgument } from '../container-argument';
import { containerText } from '../inspection-text';
import type { Command } from './command';

/** Shows what the engine knows of a container, arranged for a person. */
export const inspectContainer: Command = {
  id: 'inspectContainer',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'any');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const inspection = await library.inspectContainer(engine, id);
    const command = library.dockerCommand(engine.endpoint, 'container', 'inspect', inspection.name);
    const uri = await strata.documents.show(`${inspection.name}.md`, {
      text: containerText(inspection, library.quoteCommand(command)),
      json: JSON.stringify(inspection.raw, null, 2),
      command: library.quoteCommand(command),
    });
    return { uri, inspection, command };
  },
};
