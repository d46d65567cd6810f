export const commandPagesFolder = 'docs/commands';

/** Every generated page by its path from the root: one a command, and the list of all. */
export async function renderCommandPages(): Promise<ReadonlyMap<string, string>> {
  const { commandPages }: { readonly commandPages: () => Promise<ReadonlyMap<string, string>> } = await import('@carnet/cli');
  return new Map([...await commandPages()].map(([name, page]) => [`${commandPagesFolder}/${name}.md`, page]));
}
