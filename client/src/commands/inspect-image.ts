import { imageArgument } from '../image-argument';
import { imageText } from '../inspection-text';
import type { Command } from './command';

/** Shows what the engine knows of an image, arranged for a person. */
export const inspectImage: Command = {
  id: 'inspectImage',
  needsTrust: true,
  async run(strata, argument) {
    const image = await imageArgument(strata, argument);
    if (image === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const inspection = await library.inspectImage(engine, image);
    const layers = await library.imageHistory(engine, image);
    const command = library.dockerCommand(engine.endpoint, 'image', 'inspect', image);
    const uri = await strata.documents.show(`${image.replaceAll('/', '_')}.md`, {
      text: imageText(image, inspection, layers, library.quoteCommand(command)),
      json: JSON.stringify(inspection.raw, null, 2),
      command: library.quoteCommand(command),
    });
    return { uri, inspection, command };
  },
};
