import { readFileSync, writeFileSync } from 'node:fs';
import { renderDocument } from '@carnet/platform/source/api-document';
import { apiDocumentFile, clientTypesFile } from './checks/api-description.ts';
import { renderClientTypes } from './client-types.ts';
import { settingsPage, withSettingsTables } from './settings-tables.ts';

const root = new URL('..', import.meta.url);
const document = renderDocument();
writeFileSync(new URL(apiDocumentFile, root), document);
writeFileSync(new URL(clientTypesFile, root), await renderClientTypes(document));
writeFileSync(new URL(settingsPage, root), withSettingsTables(readFileSync(new URL(settingsPage, root), 'utf8')));
