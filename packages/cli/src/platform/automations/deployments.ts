import { printJson } from '../../print-json.ts';
import { shellWord } from '../../shell-word.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, tellDone } from '../command/show.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { automationsPath, findAutomation } from './automations.ts';

const path = `${automationsPath}/{automation}/deployments`;

export async function listDeployments(call: PlatformCall): Promise<void> {
  const { id } = await findAutomation(call.platform.api, call.args[0] ?? '');
  showList(call, 'deployments', await call.platform.api.all(path, { path: { automation: id } }), {
    number: ({ number }) => number, status: ({ status }) => status, made: ({ createdAt }) => createdAt, variables: ({ variables }) => variables.length, command: ({ command }) => command.map(shellWord).join(' '),
  });
}

export async function createDeployment(call: PlatformCall): Promise<void> {
  const { id, name } = await findAutomation(call.platform.api, call.args[0] ?? '');
  const deployment = await call.platform.api.request('post', path, { path: { automation: id }, body: {} });
  tellDone(call, { deployment }, `Deployed ${name} as number ${deployment.number}.`);
}

export async function showDeployment(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', number], options, host } = call;
  const { id, name } = await findAutomation(api, nameOrId);
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'This is no number of a deployment.', hint: 'carnet deployments ls tells them.' });
  const [newest] = number === undefined ? await api.all(path, { path: { automation: id } }, 1) : [];
  if (number === undefined && newest === undefined) throw new PlatformProblem({ code: 'NOT_DEPLOYED', status: 404, message: `${name} has no deployment.`, hint: `Make one first: carnet deployments create ${shellWord(name)}` });
  const deployment = newest ?? await api.request('get', `${path}/{number}`, { path: { automation: id, number: Number(number) } });
  if (options.json) {
    printJson(host, { deployment });
    return;
  }
  showOne(call, 'deployment', deployment, { automation: name, number: deployment.number, status: deployment.status, command: deployment.command.map(shellWord).join(' '), timeout: `${deployment.timeoutSeconds} s`, made: deployment.createdAt });
  if (deployment.variables.length > 0) {
    host.stdout.write('\n');
    showList(call, 'variables', deployment.variables, { variable: (each) => each.name, path: (each) => each.path, secret: ({ reference }) => reference, fingerprint: ({ fingerprint }) => fingerprint, version: ({ version }) => version });
  }
}
