import { describedRoutes } from '../server/described-routes.ts';
import { openApiDocument } from './document.ts';

/** The document of the API as it is committed. */
export function renderDocument(): string {
  return `${JSON.stringify(openApiDocument(describedRoutes()), null, 2)}\n`;
}
