import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../tarballs/run-to-end.ts';
import type { EmptyProject } from './empty-project.ts';
import type { TriedNode } from './node-versions.ts';

/** How a program takes a package. */
type Form = 'import' | 'require';

/** What does not load, or exports nothing, one sentence each. */
export async function importProblems(project: EmptyProject, node: TriedNode, specifiers: readonly string[]): Promise<readonly string[]> {
  const problems = await Promise.all((['import', 'require'] as const).map(async (form) => {
    const file = join(project.folder, form === 'import' ? 'entries.mjs' : 'entries.cjs');
    writeFileSync(file, sourceOf(form, specifiers));
    const { stdout } = await runToEnd(node.path, [file], { cwd: project.folder, minutes: 1 });
    return stdout.split('\n').filter((line) => line !== '').map((line) => `${project.manager}, Node ${node.version}, ${form}: ${line}`);
  }));
  return problems.flat();
}

function sourceOf(form: Form, specifiers: readonly string[]): string {
  const load = form === 'import' ? 'await import(specifier)' : 'require(specifier)';
  return `${form === 'require' ? '(async () => {' : ''}
for (const specifier of ${JSON.stringify(specifiers)}) {
  try {
    if (Object.keys(${load}).length === 0) console.log(\`\${specifier} exports nothing\`);
  } catch (error) {
    console.log(\`\${specifier}: \${error.code ?? error.name}: \${error.message.split('\\n')[0]}\`);
  }
}
${form === 'require' ? '})();' : ''}
`;
}
