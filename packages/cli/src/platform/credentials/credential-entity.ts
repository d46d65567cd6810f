export const credentialsPath = '/v1/organizations/{organization}/credentials';
