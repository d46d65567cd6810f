import { validateSettings, type Settings, type TrustInput, type TrustPlan } from '@carnet/provider';
import { testSubject } from '@carnet/provider-testkit';
import { createAws } from '../create-aws.ts';
import { trustDefinition } from '../trust/trust-definition.ts';

/** A plan as the command line asks for it: the settings pass their schema first. By default for one secret. */
export function planned({ settings = {}, ...input }: Partial<Omit<TrustInput, 'settings'>> & { readonly settings?: Settings } = {}): TrustPlan {
  const checked = validateSettings(trustDefinition.schema, { accountId: '123456789012', region: 'eu-central-1', ...settings });
  if (!checked.ok) throw new TypeError(checked.problems.map(({ field, problem }) => `${field}: ${problem}`).join(' '));
  const plan = createAws().trust?.({ issuer: 'https://id.example.com/o', subject: testSubject, secrets: ['app/db'], list: false, write: false, ...input, settings: checked.settings });
  if (plan === undefined) throw new TypeError('AWS has no trust.');
  return plan;
}

/** The text of a document as one file. */
export function documentText(plan: TrustPlan, format: string, part: 'setUp' | 'tearDown' = 'setUp'): string {
  const document = plan.documents.find((each) => each.format === format);
  if (document === undefined) throw new TypeError(`There is no document for ${format}.`);
  const isShell = document.language === 'shell' || (part === 'tearDown' && document.language !== 'steps');
  const mark = document.language === 'steps' ? '## ' : '# ';
  const steps = document[part].map(({ title, why, text }) => [`${mark}${title}`, ...(why === undefined ? [] : [document.language === 'steps' ? `${why}\n` : `# ${why}`]), text].join('\n'));
  return `${isShell ? 'set -eu\n\n' : ''}${steps.join('\n\n')}\n`;
}
