/** As the tables of codes describe one. */
export interface ErrorDescription {
  readonly meaning: string;
  readonly cure: string;
  readonly retryable?: boolean;
}

/** Codes by the package that raises them. */
export type ErrorTables = Readonly<Record<string, Readonly<Record<string, ErrorDescription>>>>;

export const errorPagesFolder = 'docs/errors';

/** Reads the tables from the packages' sources. */
export async function readErrorTables(): Promise<ErrorTables> {
  const [{ errorCodes }, { issuerErrorCodes }, { platformErrorCodes }, { clientErrorCodes }] = await Promise.all([
    import('@carnet/provider'), import('@carnet/oidc-issuer'), import('@carnet/platform/source/error-codes'), import('@carnet/client'),
  ]);
  return { '@carnet/provider': errorCodes, '@carnet/oidc-issuer': issuerErrorCodes, '@carnet/platform': platformErrorCodes, '@carnet/client': clientErrorCodes };
}

/** Every page by its path from the root: one a code, and the list of all. */
export function renderErrorPages(tables: ErrorTables): ReadonlyMap<string, string> {
  const codes = Object.entries(tables).flatMap(([raisedBy, table]) =>
    Object.entries(table).map(([code, description]) => ({ code, raisedBy, ...description })));
  const twice = codes.find(({ code }, index) => codes.findIndex((other) => other.code === code) !== index);
  if (twice) throw new Error(`${twice.code} stands in two tables: its page could show only one of them`);

  const pages = new Map(codes.map((each) => [`${errorPagesFolder}/${each.code}.md`, renderPage(each)]));
  pages.set(`${errorPagesFolder}/README.md`, renderIndex(tables));
  return pages;
}

function renderPage({ code, raisedBy, meaning, cure, retryable }: ErrorDescription & { code: string; raisedBy: string }): string {
  const repetition = retryable ? 'The same call may pass later: Carnet repeats it where it can.' : 'The same call fails again until something is changed.';
  return `# ${code}

**What to do:** ${cure}

**What it means:** ${meaning} ${repetition}

Raised by \`${raisedBy}\`. [All error codes](README.md)
`;
}

function renderIndex(tables: ErrorTables): string {
  const sections = Object.entries(tables).map(([raisedBy, table]) => {
    const rows = Object.entries(table).map(([code, { meaning, cure }]) => `| [${code}](${code}.md) | ${cell(meaning)} | ${cell(cure)} |`);
    return `## \`${raisedBy}\`\n\n| code | what it means | what to do |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Error codes

Every error carries one of these codes: branch on the code, never on the sentence. A code is never renamed and never changes its meaning.

${sections.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
