/** The types of project.mjs, which stays plain JavaScript because it runs before `npm ci`. */
export const root: string;
export function vsixPath(): string;
