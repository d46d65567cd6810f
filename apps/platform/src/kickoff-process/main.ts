import { createProductionTransport, createProviders } from '../composition.ts';
import { startKickoffProcess } from './start-kickoff-process.ts';

startKickoffProcess({ providers: createProviders(), transport: createProductionTransport });
