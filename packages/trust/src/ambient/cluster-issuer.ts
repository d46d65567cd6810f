import { CarnetError } from '@carnet/provider';

const cluster = /^projects\/[a-z0-9:.-]{1,63}\/locations\/[a-z0-9-]{1,40}\/clusters\/[a-z0-9-]{1,40}$/;

/** Of the three only this one's issuer follows from the name of the cluster. */
export function clusterIssuer(kind: string, name: string | undefined): string {
  if (kind === 'gke' && name !== undefined) {
    if (!cluster.test(name)) throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: 'The cluster must be written as projects/<project>/locations/<location>/clusters/<name>.' });
    return `https://container.googleapis.com/v1/${name}`;
  }
  throw new CarnetError({
    code: 'INPUT_INVALID', step: 'configure',
    message: 'The issuer of the cluster is missing.',
    // Every cluster tells it (Kubernetes, "Service account issuer discovery").
    hint: String.raw`Give --issuer "$(kubectl get --raw /.well-known/openid-configuration | sed 's/.*"issuer":"\([^"]*\)".*/\1/')", with kubectl at that cluster.`,
  });
}

/** Where a cluster has no public issuer, it names itself by what only it, or who may enter it, can reach. */
export function clusterNotes(kind: string, issuer: string): readonly string[] {
  if (kind !== 'aks' || /\.oic\.[^/]+$/.test(new URL(issuer).hostname)) return [];
  return ['This is not what the public issuer of such a cluster looks like. Switch it on (az aks update --resource-group <group> --name <cluster> --enable-oidc-issuer) and trust what this prints: az aks show --resource-group <group> --name <cluster> --query oidcIssuerProfile.issuerUrl --output tsv'];
}
