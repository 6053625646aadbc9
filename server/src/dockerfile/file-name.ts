/** Names by which people know Dockerfiles: `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile` … */
export function isDockerfileName(name: string): boolean {
  return (
    /(^|[._-])(dockerfile|containerfile)([._-].*)?$/i.test(name) &&
    !/\.(dockerignore|containerignore|md|txt|j2|jinja2?|tmpl|tpl|template|erb|mustache|orig|rej|swp|bak)$|~$/i.test(
      name,
    )
  );
}

/** Folders that hold what tools made or fetched, not what the user wrote. */
export const toolFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn']);
